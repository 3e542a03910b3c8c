/** Holds exchanges against an OpenAPI document: what a client says, and what a simulator answers. */
package io.dezky.simulator.contract;
