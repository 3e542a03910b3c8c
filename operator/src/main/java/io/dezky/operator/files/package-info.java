/** oCIS: what a tenant needs there, how that is planned, and the client that does it. */
package io.dezky.operator.files;
