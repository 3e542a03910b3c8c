/** . */
package io.dezky.kubernetes;
