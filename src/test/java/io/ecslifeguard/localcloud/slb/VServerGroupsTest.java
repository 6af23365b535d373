package io.ecslifeguard.localcloud.slb;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.slb20140515.models.AddVServerGroupBackendServersResponseBody;
import com.aliyun.slb20140515.models.CreateVServerGroupResponseBody;
import com.aliyun.slb20140515.models.DescribeVServerGroupAttributeResponseBody;
import com.aliyun.slb20140515.models.DescribeVServerGroupsResponseBody;
import com.aliyun.slb20140515.models.ModifyVServerGroupBackendServersResponseBody;
import com.aliyun.slb20140515.models.RemoveVServerGroupBackendServersResponseBody;
import com.aliyun.slb20140515.models.SetVServerGroupAttributeResponseBody;
import io.ecslifeguard.localcloud.ecs.TestCloud;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VServerGroupsTest {

    private final TestCloud cloud = new TestCloud();
    private String balancer;
    private String group;
    private String a;
    private String b;

    @BeforeEach
    void build() {
        a = cloud.running("a", false);
        b = cloud.running("b", false);
        balancer = cloud.slb("CreateLoadBalancer", "LoadBalancerName", "lb").getString("LoadBalancerId");
        group = cloud.slb("CreateVServerGroup", "LoadBalancerId", balancer, "VServerGroupName", "web")
                .getString("VServerGroupId");
    }

    @Test
    void addsAndDescribesAsTheSdkReadsIt() throws Exception {
        // Given
        var wanted =
                "[{\"ServerId\":\"%s\",\"Port\":\"80\",\"Weight\":\"50\",\"Type\":\"ecs\",\"Description\":\"test-112\"},"
                                .formatted(a)
                        + "{\"ServerId\":\"%s\",\"Port\":8080}]".formatted(a);

        // When
        var added = cloud.read(
                call("AddVServerGroupBackendServers", wanted), new AddVServerGroupBackendServersResponseBody());
        var read = cloud.read(
                cloud.slb("DescribeVServerGroupAttribute", "VServerGroupId", group),
                new DescribeVServerGroupAttributeResponseBody());

        // Then
        assertThat(added.getVServerGroupId()).isEqualTo(group);
        assertThat(added.getBackendServers().getBackendServer()).hasSize(2);
        assertThat(read.getVServerGroupId()).isEqualTo(group);
        assertThat(read.getVServerGroupName()).isEqualTo("web");
        assertThat(read.getLoadBalancerId()).isEqualTo(balancer);
        var first = read.getBackendServers().getBackendServer().get(0);
        assertThat(first.getServerId()).isEqualTo(a);
        assertThat(first.getPort()).isEqualTo(80);
        assertThat(first.getWeight()).isEqualTo(50);
        assertThat(first.getType()).isEqualTo("ecs");
        assertThat(first.getDescription()).isEqualTo("test-112");
        var second = read.getBackendServers().getBackendServer().get(1);
        assertThat(second.getPort()).isEqualTo(8080);
        assertThat(second.getWeight()).isEqualTo(100);
        assertThat(second.getDescription()).isNull();
    }

    @Test
    void givesNumbersAndListsUnwrapped() {
        // Given
        var answer = call("AddVServerGroupBackendServers", list(backend(a, 80)));

        // When
        var text = answer.encode();

        // Then
        assertThat(text)
                .isEqualTo(
                        "{\"VServerGroupId\":\"%s\",\"BackendServers\":{\"BackendServer\":[{\"ServerId\":\"%s\",\"Port\":80,\"Weight\":100,\"Type\":\"ecs\"}]}}"
                                .formatted(group, a));
    }

    @Test
    void listsGroupsAsTheSdkReadsThem() throws Exception {
        // Given
        call("AddVServerGroupBackendServers", list(backend(a, 80), backend(b, 80)))
                .size();

        // When
        var answer = cloud.read(
                cloud.slb("DescribeVServerGroups", "LoadBalancerId", balancer, "IncludeListener", "true"),
                new DescribeVServerGroupsResponseBody());

        // Then
        var only = answer.getVServerGroups().getVServerGroup().get(0);
        assertThat(only.getVServerGroupId()).isEqualTo(group);
        assertThat(only.getVServerGroupName()).isEqualTo("web");
        assertThat(only.getServerCount()).isEqualTo(2);
        assertThat(only.getAssociatedObjects().getListeners().getListener()).isEmpty();
    }

    @Test
    void createsAndDeletesAGroupWithItsServers() throws Exception {
        // Given
        var created = cloud.read(
                cloud.slb("CreateVServerGroup", "LoadBalancerId", balancer, "BackendServers", list(backend(a, 80))),
                new CreateVServerGroupResponseBody());
        var id = created.getVServerGroupId();

        // When
        cloud.doSlb("DeleteVServerGroup", "VServerGroupId", id);

        // Then
        assertThat(created.getBackendServers().getBackendServer()).hasSize(1);
        assertThat(cloud.refusal(() -> cloud.doSlb("DescribeVServerGroupAttribute", "VServerGroupId", id)))
                .isEqualTo("404 InvalidParameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"ServerId\":\"%s\",\"Port\":\"80\",\"Weight\":\"100\"}]",
                "[{'ServerId':'%s','Port':'80','Weight':'100'}]",
                "[{\"ServerId\":\"%s\",\"Port\":80}]"
            })
    void removesHoweverTheNumbersAndQuotesAreWritten(String form) throws Exception {
        // Given
        cloud.doSlb(
                "AddVServerGroupBackendServers",
                "VServerGroupId",
                group,
                "BackendServers",
                list(backend(a, 80), backend(a, 81)));

        // When
        var answer = cloud.read(
                call("RemoveVServerGroupBackendServers", form.formatted(a)),
                new RemoveVServerGroupBackendServersResponseBody());

        // Then
        assertThat(answer.getBackendServers().getBackendServer())
                .singleElement()
                .satisfies(backend -> assertThat(backend.getPort()).isEqualTo(81));
    }

    @Test
    void ignoresAbsentServersOnRemoval() {
        // Given
        cloud.doSlb("AddVServerGroupBackendServers", "VServerGroupId", group, "BackendServers", list(backend(a, 80)));

        // When
        cloud.doSlb(
                "RemoveVServerGroupBackendServers",
                "VServerGroupId",
                group,
                "BackendServers",
                list(backend(a, 8080), backend("i-gone", 80)));

        // Then
        assertThat(ports()).containsExactly(a + ":80=100");
    }

    @Test
    void addingAgainGivesTheNewWeight() {
        // Given
        cloud.doSlb("AddVServerGroupBackendServers", "VServerGroupId", group, "BackendServers", list(backend(a, 80)));

        // When
        cloud.doSlb(
                "AddVServerGroupBackendServers",
                "VServerGroupId",
                group,
                "BackendServers",
                list(backend(a, 80).put("Weight", 20)));

        // Then
        assertThat(ports()).containsExactly(a + ":80=20");
    }

    @Test
    void setsWeightsAndNames() throws Exception {
        // Given
        cloud.doSlb(
                "AddVServerGroupBackendServers",
                "VServerGroupId",
                group,
                "BackendServers",
                list(backend(a, 80).put("Description", "d"), backend(b, 80)));

        // When
        var answer = cloud.read(
                cloud.slb(
                        "SetVServerGroupAttribute",
                        "VServerGroupId",
                        group,
                        "VServerGroupName",
                        "other",
                        "BackendServers",
                        list(backend(a, 80).put("Weight", 0), backend("i-gone", 80))),
                new SetVServerGroupAttributeResponseBody());

        // Then
        assertThat(answer.getVServerGroupName()).isEqualTo("other");
        assertThat(answer.getBackendServers().getBackendServer().get(0).getDescription())
                .isEqualTo("d");
        assertThat(ports()).containsExactly(a + ":80=0", b + ":80=100");
    }

    @Test
    void modifyReplacesBothOrNothing() throws Exception {
        // Given
        cloud.doSlb("AddVServerGroupBackendServers", "VServerGroupId", group, "BackendServers", list(backend(a, 80)));
        cloud.post("instances", new JsonObject().put("name", "pending"));
        var pending = ((JsonObject) cloud.control("GET", "instances/pending", new JsonObject())).getString("id");

        // When
        var refusal = cloud.refusal(() -> cloud.doSlb(
                "ModifyVServerGroupBackendServers",
                "VServerGroupId",
                group,
                "OldBackendServers",
                list(backend(a, 80)),
                "NewBackendServers",
                list(backend(b, 80), backend(pending, 80))));
        var between = ports();
        var answer = cloud.read(
                cloud.slb(
                        "ModifyVServerGroupBackendServers",
                        "VServerGroupId",
                        group,
                        "OldBackendServers",
                        list(backend(a, 80)),
                        "NewBackendServers",
                        list(backend(b, 80))),
                new ModifyVServerGroupBackendServersResponseBody());

        // Then
        assertThat(refusal).isEqualTo("400 ObtainIpFail");
        assertThat(between).containsExactly(a + ":80=100");
        assertThat(answer.getBackendServers().getBackendServer()).hasSize(1);
        assertThat(ports()).containsExactly(b + ":80=100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AddVServerGroupBackendServers    |                                            | 400 MissingParameter.BackendServers",
                "AddVServerGroupBackendServers    | no json                                    | 400 BackendServersMalformed",
                "AddVServerGroupBackendServers    | {\"ServerId\":\"@a\"}                      | 400 BackendServersMalformed",
                "AddVServerGroupBackendServers    | [{\"Port\":80}]                            | 400 BackendServersMalformed",
                "AddVServerGroupBackendServers    | [\"@a\"]                                   | 400 BackendServersMalformed",
                "AddVServerGroupBackendServers    | [{\"ServerId\":\"@a\",\"Port\":80,\"Type\":\"pc\"}] | 400 BackendServersMalformed",
                "AddVServerGroupBackendServers    | [{\"ServerId\":\"@a\"}]                    | 400 InvalidParameter",
                "AddVServerGroupBackendServers    | [{\"ServerId\":\"@a\",\"Port\":65536}]     | 400 InvalidParameter",
                "AddVServerGroupBackendServers    | [{\"ServerId\":\"@a\",\"Port\":80,\"Weight\":101}] | 400 InvalidWeight.Malformed",
                "AddVServerGroupBackendServers    | [{\"ServerId\":\"@a\",\"Port\":80,\"Weight\":\"x\"}] | 400 InvalidWeight.Malformed",
                "AddVServerGroupBackendServers    | [{\"ServerId\":\"i-no\",\"Port\":80}]      | 400 ObtainIpFail",
                "SetVServerGroupAttribute         | [{\"ServerId\":\"@a\",\"Port\":80,\"Weight\":-1}] | 400 InvalidWeight.Malformed",
                "RemoveVServerGroupBackendServers | []                                         | none",
                "DescribeNothing                  |                                            | 404 InvalidAction.NotFound",
                "ModifyVServerGroupBackendServers |                                            | 400 MissingParameter.NewBackendServers",
            })
    void refuses(String action, String backends, String error) {
        var list = backends == null ? "" : backends.replace("@a", a);
        assertThat(cloud.refusal(() -> call(action, list).size())).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeVServerGroups, LoadBalancerId, lb-no, 404 InvalidLoadBalancerId.NotFound",
        "CreateVServerGroup, LoadBalancerId, lb-no, 404 InvalidLoadBalancerId.NotFound",
        "DescribeVServerGroups, VServerGroupId, x, 400 MissingParameter.LoadBalancerId",
        "DescribeVServerGroupAttribute, VServerGroupId, rsp-no, 404 InvalidParameter",
        "AddVServerGroupBackendServers, VServerGroupId, rsp-no, 404 InvalidParameter",
        "DescribeVServerGroups, RegionId, mars, 404 InvalidRegionId.NotFound",
        "DescribeVServerGroups, RegionId, '', 400 MissingParameter.RegionId",
    })
    void refusesWhatDoesNotExist(String action, String name, String value, String error) {
        assertThat(cloud.refusal(() -> cloud.doSlb(action, name, value))).isEqualTo(error);
    }

    @Test
    void namesTheMissingGroupInTheMessage() {
        try {
            cloud.doSlb("DescribeVServerGroupAttribute", "VServerGroupId", "rsp-no");
        } catch (RuntimeException e) {
            assertThat(e).hasMessage("The specified VServerGroupId does not exist.");
            return;
        }
        throw new AssertionError("not refused");
    }

    @Test
    void takesTwentyServersACall() {
        // Given
        var backends = new ArrayList<JsonObject>();
        for (var port = 1; port <= 21; port++) {
            backends.add(backend(a, port));
        }

        // When
        var tooMany = cloud.refusal(
                () -> call("AddVServerGroupBackendServers", list(backends)).size());
        var fits = cloud.refusal(() -> call("AddVServerGroupBackendServers", list(backends.subList(0, 20)))
                .size());

        // Then
        assertThat(tooMany).isEqualTo("400 TooManyBackendServers");
        assertThat(fits).isEqualTo("none");
    }

    @Test
    void holdsTwoHundredServersALoadBalancer() {
        // Given
        for (var call = 0; call < 10; call++) {
            var backends = new ArrayList<JsonObject>();
            for (var port = 1; port <= 20; port++) {
                backends.add(backend(a, call * 20 + port));
            }
            cloud.doSlb("AddVServerGroupBackendServers", "VServerGroupId", group, "BackendServers", list(backends));
        }

        // When
        var more = cloud.refusal(() ->
                call("AddVServerGroupBackendServers", list(backend(b, 80))).size());
        var again = cloud.refusal(() ->
                call("AddVServerGroupBackendServers", list(backend(a, 80))).size());
        var swap = cloud.refusal(() -> cloud.doSlb(
                "ModifyVServerGroupBackendServers",
                "VServerGroupId",
                group,
                "OldBackendServers",
                list(backend(a, 80)),
                "NewBackendServers",
                list(backend(b, 80))));

        // Then
        assertThat(more).isEqualTo("400 QuotaLimitExceeds");
        assertThat(again).isEqualTo("none");
        assertThat(swap).isEqualTo("none");
    }

    @Test
    void refusesAStoppedInstanceUntilItRuns() {
        // Given
        cloud.doEcs("StopInstance", "InstanceId", a);
        cloud.pass(1);
        var stopped = cloud.refusal(() ->
                call("AddVServerGroupBackendServers", list(backend(a, 80))).size());
        cloud.doEcs("StartInstance", "InstanceId", a);
        cloud.pass(1);

        // When
        var running = cloud.refusal(() ->
                call("AddVServerGroupBackendServers", list(backend(a, 80))).size());

        // Then
        assertThat(stopped).isEqualTo("400 ObtainIpFail");
        assertThat(running).isEqualTo("none");
    }

    @Test
    void refusesChangesWhileItIsConfiguring() {
        // Given
        cloud.set(new JsonObject().put("configuringSeconds", 2));
        cloud.doSlb("AddVServerGroupBackendServers", "VServerGroupId", group, "BackendServers", list(backend(a, 80)));

        // When
        var busy = cloud.refusal(() ->
                call("AddVServerGroupBackendServers", list(backend(b, 80))).size());
        var inDefault = cloud.refusal(() ->
                cloud.doSlb("AddBackendServers", "LoadBalancerId", balancer, "BackendServers", list(backend(b, 80))));
        var read = cloud.refusal(() -> cloud.doSlb("DescribeVServerGroupAttribute", "VServerGroupId", group));
        cloud.pass(2);
        var idle = cloud.refusal(() ->
                call("AddVServerGroupBackendServers", list(backend(b, 80))).size());

        // Then
        assertThat(List.of(busy, inDefault, read, idle))
                .containsExactly("400 ServiceIsConfiguring", "409 BackendServer.configuring", "none", "none");
    }

    private JsonObject call(String action, String backends) {
        return cloud.slb(action, "VServerGroupId", group, "BackendServers", backends);
    }

    private List<String> ports() {
        return cloud
                .slb("DescribeVServerGroupAttribute", "VServerGroupId", group)
                .getJsonObject("BackendServers")
                .getJsonArray("BackendServer")
                .stream()
                .map(JsonObject.class::cast)
                .map(it -> it.getString("ServerId") + ":" + it.getInteger("Port") + "=" + it.getInteger("Weight"))
                .toList();
    }

    private static JsonObject backend(String id, int port) {
        return new JsonObject().put("ServerId", id).put("Port", port);
    }

    private static String list(JsonObject... backends) {
        return list(List.of(backends));
    }

    private static String list(List<JsonObject> backends) {
        return new JsonArray(new ArrayList<>(backends)).encode();
    }
}
