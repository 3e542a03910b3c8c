/** . */
package io.dezky.operator;
