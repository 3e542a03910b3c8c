/** One command that shows the operator at work: a Kubernetes API, the systems, the operator, sample objects. */
package io.dezky.sandbox;
