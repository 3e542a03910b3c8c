package io.dezky.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    private static final Set<String> SYSTEMS = Set.of("ocis", "dns");

    @Test
    void systemsAndASeedAreNamedInAnyOrder() {
        assertThat(Arguments.of(List.of("--dns", "0", "--seed", "a.json", "--ocis", "65535"), SYSTEMS))
                .isEqualTo(new Arguments(Map.of("dns", 0, "ocis", 65535), Optional.of(Path.of("a.json")), false));
    }

    @Test
    void nothingIsNamedByNothing() {
        assertThat(Arguments.of(List.of(), SYSTEMS)).isEqualTo(new Arguments(Map.of(), Optional.empty(), false));
    }

    @ParameterizedTest
    @CsvSource({
        "--other 1, unknown option --other",
        "ocis 1, unknown option ocis",
        "--ocis, --ocis needs a value",
        "--ocis x, a port is a number from 0",
        "--ocis -1, a port is a number from 0",
        "--ocis 65536, a port is a number from 0",
        "--ocis 1 --ocis 2, --ocis is given twice",
        "--seed a --seed b, --seed is given twice"
    })
    void whatIsWrongIsSaid(String line, String reason) {
        assertThatThrownBy(() -> Arguments.of(List.of(line.split(" ")), SYSTEMS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
