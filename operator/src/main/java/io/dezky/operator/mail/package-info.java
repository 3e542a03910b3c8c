/**
 * Stalwart: the mail domains of a tenant, their DKIM keys and DNS records, how that is planned, the client that does it,
 * and the look at DNS that decides when a key may sign.
 */
package io.dezky.operator.mail;
