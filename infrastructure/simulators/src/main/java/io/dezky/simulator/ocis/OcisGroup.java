package io.dezky.simulator.ocis;

import java.util.List;

/**
 * A group as a test sees it.
 *
 * @param members login names
 */
public record OcisGroup(String id, String displayName, List<String> members) {}
