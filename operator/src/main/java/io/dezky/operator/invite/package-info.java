/** Invites: from an e-mail address to a person who can sign in, with exactly one credential handed over. */
package io.dezky.operator.invite;
