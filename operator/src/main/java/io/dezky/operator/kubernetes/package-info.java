/** What the operator does in Kubernetes itself: status, Secrets, Events, receipts, and the client that does it. */
package io.dezky.operator.kubernetes;
