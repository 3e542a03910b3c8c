/** . */
package io.dezky.sandbox;
