/** The API of the operator. */
package io.dezky.platform.v1alpha1;
