/** Tests of the Helm chart, of the rights it gives, of its admission policies, and of the operator's image. */
package io.dezky.helm;
