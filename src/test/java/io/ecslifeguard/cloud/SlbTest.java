package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.KEYS;
import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static io.ecslifeguard.cloud.EcsTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.event.InstanceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlbTest {

    static final ServerGroupId GROUP = new ServerGroupId("rsp-1");
    static final LoadBalancerId BALANCER = new LoadBalancerId("lb-1");

    FakeCloud cloud;
    RecordedCalls log = new RecordedCalls();
    CloudCalls calls;
    Slb slb;

    @BeforeEach
    void start() throws IOException {
        cloud = new FakeCloud();
        var config = TestCloudConfig.at(cloud.endpoint());
        calls = new CloudCalls(config, log, RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);
        slb = new Slb(config, KEYS, calls);
    }

    @AfterEach
    void stop() {
        calls.close();
        cloud.close();
    }

    @Test
    void pagesThroughTheLoadBalancers() {
        // Given
        cloud.then(200, """
                {"TotalCount":101,"PageNumber":1,"PageSize":100,"LoadBalancers":{"LoadBalancer":[
                {"LoadBalancerId":"lb-1","LoadBalancerName":"web","LoadBalancerStatus":"active","Address":"1.2.3.4","VpcId":"vpc-1"}]}}
                """);

        // When
        var first = get(slb.loadBalancers(1));
        var second = get(slb.loadBalancers(2));

        // Then
        assertThat(first)
                .isEqualTo(new LoadBalancerPage(
                        List.of(new LoadBalancer(BALANCER, "web", "active", "1.2.3.4", Optional.of("vpc-1"))),
                        Optional.of(2)));
        assertThat(second.next()).isEmpty();
        assertThat(cloud.calls())
                .extracting(call -> call.parameters().get("PageNumber"))
                .containsExactly("1", "2");
    }

    @Test
    void readsTheNamesOfGroups() {
        // Given
        cloud.then(
                200,
                "{\"VServerGroups\":{\"VServerGroup\":[{\"VServerGroupId\":\"rsp-1\",\"VServerGroupName\":\"g\"}]}}");

        // When
        var groups = get(slb.vServerGroups(BALANCER));

        // Then
        assertThat(groups).containsExactly(new ServerGroupName(GROUP, "g"));
        assertThat(cloud.calls().get(0).parameters()).containsEntry("LoadBalancerId", "lb-1");
    }

    @Test
    void readsAGroupWithItsMembers() {
        // Given
        cloud.then(200, """
                {"VServerGroupId":"rsp-1","VServerGroupName":"g","LoadBalancerId":"lb-1","BackendServers":{"BackendServer":[
                {"ServerId":"i-1","Port":80,"Weight":0,"Type":"ecs","Description":"d"},
                {"ServerId":"eni-1","Port":"8080","Weight":"100","Type":"eni","ServerIp":"10.0.0.9"},
                {"ServerId":"i-2","Port":81}]}}
                """);

        // When
        var group = get(slb.vServerGroup(GROUP));

        // Then
        assertThat(group)
                .isEqualTo(new ServerGroup(
                        GROUP,
                        "g",
                        Optional.of(BALANCER),
                        List.of(
                                new Backend("i-1", Optional.of(80), 0, "ecs", Optional.of("d"), Optional.empty()),
                                new Backend(
                                        "eni-1",
                                        Optional.of(8080),
                                        100,
                                        "eni",
                                        Optional.empty(),
                                        Optional.of("10.0.0.9")),
                                new Backend("i-2", Optional.of(81), 100, "ecs", Optional.empty(), Optional.empty()))));
        assertThat(group.backends().get(0).instance()).contains(new InstanceId("i-1"));
        assertThat(group.backends().get(1).instance()).isEmpty();
    }

    @Test
    void readsAGroupWithoutMembers() {
        // When
        var group = get(slb.vServerGroup(GROUP));

        // Then
        assertThat(group).isEqualTo(new ServerGroup(GROUP, "", Optional.empty(), List.of()));
    }

    @Test
    void readsADefaultGroup() {
        // Given
        cloud.then(
                200,
                "{\"BackendServers\":{\"BackendServer\":[{\"ServerId\":\"i-1\",\"Weight\":50,\"Type\":\"ecs\"}]}}");

        // When
        var backends = get(slb.defaultGroup(BALANCER));

        // Then
        assertThat(backends)
                .containsExactly(new Backend("i-1", Optional.empty(), 50, "ecs", Optional.empty(), Optional.empty()));
    }

    @Test
    void setsWeightsAndTellsTheLog() {
        // Given
        var described = new Backend("i-1", Optional.of(80), 100, "ecs", Optional.of("a \"b\""), Optional.empty());
        var json = "[{\"ServerId\":\"i-1\",\"Port\":\"80\",\"Weight\":\"0\",\"Type\":\"ecs\","
                + "\"Description\":\"a \\\"b\\\"\"}]";

        // When
        var reply = get(slb.setWeights(GROUP, List.of(described.withWeight(0)), CallBy.reaction(5)));

        // Then
        assertThat(reply).isEqualTo(new CloudReply(Optional.of("R-1"), false));
        assertThat(cloud.calls()).singleElement().satisfies(call -> {
            assertThat(call.action()).isEqualTo("SetVServerGroupAttribute");
            assertThat(call.parameters())
                    .containsEntry("VServerGroupId", "rsp-1")
                    .containsEntry("BackendServers", json);
        });
        assertThat(log.told().get(0))
                .isEqualTo(new Intent(
                        List.of(5L),
                        "SLB SetVServerGroupAttribute",
                        "rsp-1",
                        List.of(new InstanceId("i-1")),
                        json,
                        false));
        assertThat(((Result) log.told().get(1)).code()).isEqualTo("OK");
    }

    @Test
    void takesTwentyMembersInACall() {
        // Given
        var backends =
                IntStream.range(0, 20).mapToObj(i -> backend("i-" + i, 80)).toList();

        // When
        var reply = get(slb.remove(GROUP, backends, CallBy.reactions(List.of(2L, 1L, 2L))));

        // Then
        assertThat(reply.requestId()).contains("R-1");
        assertThat(cloud.calls()).singleElement().satisfies(call -> {
            assertThat(call.action()).isEqualTo("RemoveVServerGroupBackendServers");
            assertThat(call.parameters().get("BackendServers").split("ServerId"))
                    .hasSize(21);
        });
        assertThat((Intent) log.told().get(0)).satisfies(intent -> {
            assertThat(intent.reactions()).containsExactly(1L, 2L);
            assertThat(intent.instances()).hasSize(20);
        });
    }

    @Test
    void refusesWhatDoesNotFitIntoACall() {
        // Given
        var none = List.<Backend>of();
        var tooMany =
                IntStream.range(0, 21).mapToObj(i -> backend("i-" + i, 80)).toList();
        var one = tooMany.subList(0, 1);

        // When
        var calls = List.<ThrowingCallable>of(
                () -> slb.setWeights(GROUP, tooMany, CallBy.nobody()),
                () -> slb.setWeights(BALANCER, tooMany, CallBy.nobody()),
                () -> slb.remove(GROUP, none, CallBy.nobody()),
                () -> slb.remove(BALANCER, tooMany, CallBy.nobody()),
                () -> slb.add(GROUP, tooMany, CallBy.nobody()),
                () -> slb.add(BALANCER, tooMany, CallBy.nobody()),
                () -> slb.swap(GROUP, tooMany, one, CallBy.nobody()),
                () -> slb.swap(GROUP, one, tooMany, CallBy.nobody()));

        // Then
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("20"));
    }

    @Test
    void swapsInOneCall() {
        // When
        var reply = get(slb.swap(GROUP, List.of(backend("i-1", 80)), List.of(backend("i-2", 80)), CallBy.reaction(5)));

        // Then
        assertThat(reply.requestId()).contains("R-1");
        var old = "[{\"ServerId\":\"i-1\",\"Port\":\"80\",\"Weight\":\"100\",\"Type\":\"ecs\"}]";
        var wanted = old.replace("i-1", "i-2");
        assertThat(cloud.calls()).singleElement().satisfies(call -> {
            assertThat(call.action()).isEqualTo("ModifyVServerGroupBackendServers");
            assertThat(call.parameters())
                    .containsEntry("VServerGroupId", "rsp-1")
                    .containsEntry("OldBackendServers", old)
                    .containsEntry("NewBackendServers", wanted);
        });
        assertThat(log.told().get(0))
                .isEqualTo(new Intent(
                        List.of(5L),
                        "SLB ModifyVServerGroupBackendServers",
                        "rsp-1",
                        List.of(new InstanceId("i-1"), new InstanceId("i-2")),
                        "{\"OldBackendServers\":" + old + ",\"NewBackendServers\":" + wanted + "}",
                        false));
    }

    @Test
    void aGroupThatIsGoneIsToldApart() {
        // Given
        cloud.thenError(404, "InvalidParameter", "The specified VServerGroupId does not exist.");

        // When
        var failure = failureOf(slb.remove(GROUP, List.of(backend("i-1", 80)), CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(Meaning.NOT_FOUND);
    }

    @Test
    void editsAgainWhenNoAnswerCame() {
        // Given
        cloud.then(0, "");
        cloud.then(200, "{\"RequestId\":\"R-3\"}");

        // When
        var reply = get(slb.setWeights(GROUP, List.of(backend("i-1", 80)), CallBy.nobody()));

        // Then
        assertThat(reply).isEqualTo(new CloudReply(Optional.of("R-3"), false));
        assertThat(cloud.calls()).hasSize(2);
    }

    @Test
    void beginsNoAttemptWithoutItsPermit() {
        // Given
        cloud.thenError(400, "ServiceIsConfiguring", "Later.");
        var by = CallBy.nobody().onlyWhile(() -> cloud.calls().isEmpty());

        // When
        var failure = failureOf(slb.remove(GROUP, List.of(backend("i-1", 80)), by));

        // Then: no answer is known, since those before it may have had none
        assertThat(cloud.calls()).hasSize(1);
        assertThat(failure.code()).isEqualTo("NotPermitted");
        assertThat(failure.meaning()).isEqualTo(Meaning.UNKNOWN);
        assertThat(failure.httpStatus()).isEmpty();
    }

    @Test
    void beginsNoAttemptAfterItIsCancelled() {
        // Given
        cloud.thenError(400, "ServiceIsConfiguring", "Later.");
        cloud.holdsBack();
        var cancelled = slb.remove(GROUP, List.of(backend("i-1", 80)), CallBy.nobody())
                .subscribe()
                .with(ignored -> {});
        await().atMost(Duration.ofSeconds(60)).until(() -> cloud.calls().size() == 1);

        // When
        cancelled.cancel();
        cloud.letsGo();
        var after = failureOf(slb.remove(GROUP, List.of(backend("i-2", 80)), CallBy.nobody()));

        // Then: of the other, all attempts
        assertThat(after.code()).isEqualTo("ServiceIsConfiguring");
        assertThat(cloud.calls())
                .filteredOn(call -> call.parameters().get("BackendServers").contains("i-1"))
                .hasSize(1);
        assertThat(cloud.calls()).hasSizeGreaterThan(3);
    }

    @Test
    void editsDefaultGroupsWithoutPorts() {
        // Given
        var member = new Backend("i-1", Optional.empty(), 0, "ecs", Optional.empty(), Optional.empty());

        // When
        var weights = get(slb.setWeights(BALANCER, List.of(member), CallBy.nobody()));
        var added = get(slb.add(BALANCER, List.of(member), CallBy.nobody()));
        var removed = get(slb.remove(BALANCER, List.of(member), CallBy.nobody()));

        // Then
        assertThat(List.of(weights, added, removed)).doesNotContainNull();
        assertThat(cloud.calls())
                .extracting(FakeCloud.Call::action)
                .containsExactly("SetBackendServers", "AddBackendServers", "RemoveBackendServers");
        assertThat(cloud.calls().get(0).parameters())
                .containsEntry("LoadBalancerId", "lb-1")
                .containsEntry("BackendServers", "[{\"ServerId\":\"i-1\",\"Weight\":\"0\",\"Type\":\"ecs\"}]");
    }

    static Backend backend(String server, int port) {
        return new Backend(server, Optional.of(port), 100, "ecs", Optional.empty(), Optional.empty());
    }
}
