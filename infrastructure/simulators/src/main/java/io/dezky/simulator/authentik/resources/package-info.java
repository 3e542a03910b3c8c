/** The objects of Authentik's API, each with its members, its actions and its traps. */
package io.dezky.simulator.authentik.resources;
