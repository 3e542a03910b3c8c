package io.dezky.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void seriesAndLabelsAreFoundWhereverTheyStand() {
        PromQl.Asked asked = PromQl.asked("""
                sum by (system) (rate(a_total{outcome=~"b|c_total", job="$job"}[5m])) / on (system) group_left (version)
                  max without (pod) (d) > 0.1 and e offset 5m or vector(0)
                """);

        assertThat(asked.series()).containsExactly("a_total", "d", "e");
        assertThat(asked.labels()).containsExactly("job", "outcome", "pod", "system", "version");
    }

    @Test
    void aGroupingAfterTheArgumentsIsNoSeries() {
        PromQl.Asked asked = PromQl.asked("sum(a) by (system) > bool 1");

        assertThat(asked.series()).containsExactly("a");
        assertThat(asked.labels()).containsExactly("system");
    }
}
