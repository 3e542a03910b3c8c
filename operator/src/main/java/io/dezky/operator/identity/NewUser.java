package io.dezky.operator.identity;

import java.util.List;
import java.util.Map;

/** What a new user is made of. It is active, of type internal, and has no password. */
public record NewUser(
        String username, String name, String email, String path, List<String> groups, Map<String, ?> attributes) {}
