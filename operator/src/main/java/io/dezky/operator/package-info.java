/** The operator of platform.dezky.io: wiring only; what it does stands in the packages below. */
package io.dezky.operator;
