package io.dezky.operator.files;

import static io.dezky.operator.files.FilesFixture.MARK;
import static io.dezky.operator.files.FilesFixture.alias;
import static io.dezky.operator.files.FilesFixture.description;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dezky.operator.http.ExternalException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DriveCatalogTest {

    private final MovingClock clock = new MovingClock();
    private final OcisModel ocis = new OcisModel();
    private final DriveCatalog catalog = new DriveCatalog(ocis, clock, Duration.ofMinutes(10));

    private long lists() {
        return ocis.calls.stream().filter(call -> call.equals("GET spaces")).count();
    }

    private Space ours(String id) {
        return new Space(id, "Company", alias("Company"), description("Company"), 5, false, "", List.of());
    }

    @Test
    void lists_once_until_the_list_is_too_old() {
        catalog.refreshIfOld();
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        catalog.refreshIfOld();
        assertThat(lists()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        catalog.refreshIfOld();

        assertThat(lists()).isEqualTo(2);
    }

    @Test
    void lists_again_when_told_to_forget() {
        catalog.refreshIfOld();
        catalog.forget();
        catalog.refreshIfOld();

        assertThat(lists()).isEqualTo(2);
    }

    @Test
    void knows_spaces_by_owner_and_follows_their_marks() {
        catalog.put(ours("s1"));
        assertThat(catalog.markedBy(MARK)).containsExactly(ours("s1"));

        catalog.update("s1", space -> new Space("s1", "Company", "x", "", 5, false, "", List.of()));
        assertThat(catalog.markedBy(MARK)).isEmpty();
        assertThat(catalog.space("s1")).isPresent();

        catalog.removeSpace("s1");
        assertThat(catalog.space("s1")).isEmpty();
    }

    @Test
    void knows_groups_whatever_the_case_of_their_names() {
        catalog.put(new Group("g1", "Tenant-Acme"));
        assertThat(catalog.groupId("tenant-ACME")).contains("g1");

        catalog.removeGroup("tenant-acme");
        assertThat(catalog.groupId("Tenant-Acme")).isEmpty();
    }

    @Test
    void is_no_proof_of_anything_to_who_is_not_admin() {
        ocis.admin = false;

        assertThatThrownBy(catalog::refreshIfOld).isInstanceOf(ExternalException.Unauthorized.class);
    }

    @Test
    void does_not_lose_what_the_operator_changed_while_a_list_was_on_its_way() throws Exception {
        CountDownLatch listing = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        DriveCatalog slow = new DriveCatalog(listingSlowly(listing, changed), clock, Duration.ofMinutes(10));
        ocis.spaces.put("old", ours("old"));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> refresh = thread.submit(slow::refreshIfOld);
            assertThat(listing.await(10, TimeUnit.SECONDS)).isTrue();
            slow.put(ours("new"));
            slow.removeSpace("old");
            slow.put(new Group("g1", "tenant-acme"));
            changed.countDown();
            refresh.get(10, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }

        assertThat(slow.markedBy(MARK)).containsExactly(ours("new"));
        assertThat(slow.groupId("tenant-acme")).contains("g1");
    }

    @Test
    void lists_once_more_when_it_is_told_to_forget_while_a_list_is_on_its_way() throws Exception {
        CountDownLatch listing = new CountDownLatch(1);
        CountDownLatch forgotten = new CountDownLatch(1);
        DriveCatalog slow = new DriveCatalog(listingSlowly(listing, forgotten), clock, Duration.ofMinutes(10));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> refresh = thread.submit(slow::refreshIfOld);
            assertThat(listing.await(10, TimeUnit.SECONDS)).isTrue();
            slow.forget();
            forgotten.countDown();
            refresh.get(10, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }
        slow.refreshIfOld();

        assertThat(lists()).isEqualTo(2);
    }

    /** The model, but a list waits after it was read. */
    private Ocis listingSlowly(CountDownLatch read, CountDownLatch goOn) {
        return (Ocis) Proxy.newProxyInstance(
                Ocis.class.getClassLoader(), new Class<?>[] {Ocis.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(ocis, arguments);
                    if (method.getName().equals("projectSpaces")) {
                        read.countDown();
                        assertThat(goOn.await(10, TimeUnit.SECONDS)).isTrue();
                    }
                    return answer;
                });
    }
}
