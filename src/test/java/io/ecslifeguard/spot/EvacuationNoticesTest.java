package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.journal.Notice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators hear of an evacuation while they can still do something about it. */
class EvacuationNoticesTest {

    Scene scene;

    @BeforeEach
    void start() {
        scene = Scene.buying(TestSpotConfig.DEFAULT);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void tellsAtOnceWhatItMayNotRead() {
        // Given
        var instance = scene.running();
        scene.refuse("slb:DescribeLoadBalancers", "RegionId", "cn-hangzhou");

        // When
        var outcome = scene.attempt(instance);
        var again = scene.attempt(instance);

        // Then
        var notice = theOnly(outcome);
        assertThat(notice.kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(notice.text()).contains(instance, "Grant slb:DescribeLoadBalancers to the RAM user or role");
        assertThat(notice.key()).isPresent().isEqualTo(theOnly(again).key());
    }

    @Test
    void tellsThatItMayNotBuy() {
        // Given
        var instance = scene.running();
        scene.join(scene.group(), instance, 80);
        scene.refuse("ecs:RunInstances", "RegionId", "cn-hangzhou");

        // When
        var outcome = scene.attempt(instance);

        // Then
        assertThat(theOnly(outcome).kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(theOnly(outcome).text()).contains("Grant ecs:RunInstances");
    }

    @Test
    void tellsOfKeysThatAreWrong() {
        // Given
        var instance = scene.running();
        var group = scene.group();
        scene.join(group, instance, 80);
        scene.fault("slb:SetVServerGroupAttribute", "VServerGroupId", group, 400, "SignatureDoesNotMatch");

        // When
        var unused = scene.attempt(instance);
        var outcome = scene.attempt(instance);

        // Then
        assertThat(theOnly(outcome).kind()).isEqualTo(Notice.Kind.ACCESS_DENIED);
        assertThat(theOnly(outcome).text()).contains(group, "check the AccessKey id and secret");
    }

    private static Notice theOnly(Outcome outcome) {
        assertThat(outcome.notices()).as(outcome.note()).hasSize(1);
        return outcome.notices().get(0);
    }
}
