/**
 * The API {@code platform.dezky.io/v1alpha1} as Java types. The CRDs beside this module's pom are generated from them, and a test fails when the two
 * differ: <pre>mvn -pl crds -am verify -Dcrds.write=true</pre> writes them anew, along with {@code docs/reference/crds.md}.
 *
 * <p>What holds for all types here:
 *
 * <ul>
 *   <li>A list is never null and can't be changed; a list that is empty is not written.
 *   <li>Any other component is null where the YAML has no such field. Defaults are the API server's to fill in, never these types': an object that a
 *       test makes without an API server has none.
 *   <li>An enum, or an element of a list of enums, is null where the object holds a value that this version does not know: the reader needs
 *       {@code READ_UNKNOWN_ENUM_VALUES_AS_NULL}. Such an object was written for a newer operator; its default must not be assumed.
 *   <li>The words behind a field, its unit, default and limits, stand in {@code @JsonPropertyDescription}, which {@code kubectl explain} shows.
 * </ul>
 */
package io.dezky.platform.v1alpha1;
