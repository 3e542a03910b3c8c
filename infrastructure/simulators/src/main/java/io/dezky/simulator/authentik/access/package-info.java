/** Who may do what by the API (permissions of roles) and who is let into an application (bindings). */
package io.dezky.simulator.authentik.access;
