/**
 * The manners of Authentik's API, whatever the object: how requests are routed and refused, bodies checked, lists
 * filtered, ordered and paged.
 */
package io.dezky.simulator.authentik.rest;
