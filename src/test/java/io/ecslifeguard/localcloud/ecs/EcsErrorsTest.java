package io.ecslifeguard.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcsErrorsTest {

    private static final String ORDER = "InstanceType=ecs.g7.large;ImageId=img-1;SecurityGroupId=sg-1";

    private final TestCloud cloud = new TestCloud();

    @BeforeEach
    void stock() {
        cloud.run("runs", false);
        cloud.run("stopped", false);
        cloud.post("instances/stopped/stop", new JsonObject());
        for (var reason : List.of("security", "financial", "Recycling")) {
            cloud.run(reason, false);
            cloud.post("instances/" + reason + "/stop", new JsonObject());
            cloud.post("instances/" + reason + "/lock", new JsonObject().put("reason", reason));
        }
        cloud.post(
                "instances",
                new JsonObject()
                        .put("name", "protected")
                        .put("parameters", new JsonObject().put("DeletionProtection", "true")));
        cloud.post(
                "instances",
                new JsonObject()
                        .put("name", "cheap")
                        .put(
                                "parameters",
                                new JsonObject()
                                        .put("InstanceType", "ecs.c7.large")
                                        .put("SpotStrategy", "SpotWithPriceLimit")
                                        .put("SpotPriceLimit", "0.5")));
        cloud.post("stock", new JsonObject().put("type", "ecs.c7.large").put("spotPrice", 0.6));
        cloud.pass(3);
        cloud.post("instances/cheap/stop", new JsonObject());
        cloud.post("stock", new JsonObject().put("type", "ecs.sold.large"));
        cloud.post("stock", new JsonObject().put("zone", "cn-hangzhou-k").put("code", "Zone.NotOnSale"));
        cloud.pass(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NoSuchAction           |                                       | 404 InvalidAction.NotFound",
                "StartInstance          |                                       | 400 MissingParameter.InstanceId",
                "StartInstance          | InstanceId=i-no                       | 404 InvalidInstanceId.NotFound",
                "StartInstance          | InstanceId=@runs                      | 403 IncorrectInstanceStatus",
                "StartInstance          | InstanceId=@security                  | 403 InstanceLockedForSecurity",
                "StartInstance          | InstanceId=@financial                 | 403 InstanceExpired",
                "StartInstance          | InstanceId=@Recycling                 | 403 IncorrectInstanceStatus",
                "StartInstance          | InstanceId=@cheap                     | 403 OperationDenied.SpotPriceLowerThanPublicPrice",
                "StartInstance          | InstanceId=@stopped;DryRun=true       | 400 DryRunOperation",
                "StartInstance          | InstanceId=@stopped;DryRun=perhaps    | 400 InvalidParameter.DryRun",
                "StartInstance          | InstanceId=@stopped;RegionId=mars     | 404 InvalidRegionId.NotFound",
                "StartInstances         |                                       | 400 MissingParameter.InstanceId",
                "StartInstances         | InstanceId.1=@stopped;BatchOptimization=x | 400 InvalidParameter.BatchOptimization",
                "StopInstance           | InstanceId=@stopped                   | 403 IncorrectInstanceStatus",
                "StopInstance           | InstanceId=@runs;StoppedMode=Never    | 400 InvalidParameter.StoppedMode",
                "StopInstance           | InstanceId=@security                  | 403 InstanceLockedForSecurity",
                "RebootInstance         | InstanceId=@stopped                   | 403 IncorrectInstanceStatus",
                "DeleteInstance         | InstanceId=@runs                      | 403 IncorrectInstanceStatus",
                "DeleteInstance         | InstanceId=@protected;Force=true      | 403 InvalidOperation.DeletionProtection",
                "DescribeInstances      | RegionId=                             | 400 MissingParameter.RegionId",
                "DescribeInstances      | RegionId=mars                         | 404 InvalidRegionId.NotFound",
                "DescribeInstances      | InstanceIds=i-1                       | 400 InvalidInstanceIds.Malformed",
                "DescribeInstances      | InstanceIds=[1]                       | 400 InvalidInstanceIds.Malformed",
                "DescribeInstances      | Status=Sleeping                       | 400 InvalidStatus.ValueNotSupported",
                "DescribeInstances      | PageSize=101                          | 400 InvalidParameter.PageSize",
                "DescribeInstances      | PageNumber=0                          | 400 InvalidParameter.PageNumber",
                "DescribeInstances      | MaxResults=101                        | 400 InvalidParameter.MaxResults",
                "DescribeInstances      | NextToken=x                           | 400 InvalidNextToken",
                "DescribeInstanceStatus | PageSize=51                           | 400 InvalidParameter.PageSize",
                "DescribeInstanceAttribute | InstanceId=i-no                    | 404 InvalidInstanceId.NotFound",
                "DescribeUserData       | InstanceId=i-no                       | 404 InvalidInstanceId.NotFound",
                "DescribeInstanceRamRole|                                       | 400 MissingParameter.InstanceIds",
                "DescribeInstanceRamRole| InstanceIds=[\"i-no\"]                | 404 InvalidInstanceId.NotFound",
                "DescribeDisks          | DiskIds=d                             | 400 InvalidParameter.DiskIds",
                "TagResources           | ResourceType=instance;ResourceId.1=@runs | 400 MissingParameter.Tag",
                "TagResources           | ResourceType=disk;ResourceId.1=d;Tag.1.Key=k | 404 InvalidResourceType.NotFound",
                "TagResources           | ResourceType=instance;ResourceId.1=i-no;Tag.1.Key=k | 404 InvalidResourceId.NotFound",
                "TagResources           | ResourceType=instance;Tag.1.Key=k     | 400 MissingParameter.ResourceId",
                "TagResources           | ResourceType=instance;ResourceId.1=@runs;Tag.1.Key=acs:x | 400 InvalidTagKey.Malformed",
                "DescribeLaunchTemplateVersions |                               | 400 MissingParameter.LaunchTemplateId",
                "DescribeLaunchTemplateVersions | LaunchTemplateId=lt-no        | 404 InvalidLaunchTemplate.NotFound",
                "DescribeSpotPriceHistory | InstanceType=ecs.g7.large           | 400 MissingParameter.NetworkType",
                "DescribeSpotPriceHistory | InstanceType=x;NetworkType=vpc      | 400 InvalidInstanceType.ValueNotSupported",
                "DescribeSpotPriceHistory | InstanceType=ecs.g7.large;NetworkType=vpc;StartTime=now | 400 InvalidParameter.StartTime",
            })
    void refuses(String action, String parameters, String error) {
        assertThat(refusal(action, parameters)).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "InstanceType=                              | 400 MissingParameter.InstanceType",
                "InstanceType=large                         | 400 InvalidInstanceType.ValueNotSupported",
                "ImageId=                                   | 400 MissingParameter.ImageId",
                "SecurityGroupId=                           | 400 MissingParameter.SecurityGroupId",
                "ZoneId=cn-hangzhou-x                       | 404 InvalidZoneId.NotFound",
                "LaunchTemplateName=no                      | 404 InvalidLaunchTemplate.NotFound",
                "Amount=101                                 | 400 InvalidParameter.Amount",
                "Amount=2;MinAmount=3                       | 400 InvalidParameter.MinAmount",
                "InstanceChargeType=Never                   | 400 InvalidParameter.InstanceChargeType",
                "SpotStrategy=Spot                          | 400 InvalidSpotStrategy",
                "SpotStrategy=SpotAsPriceGo;InstanceChargeType=PrePaid | 400 InvalidSpotStrategy",
                "SpotStrategy=SpotAsPriceGo;SpotDuration=7  | 400 InvalidParameter.SpotDuration",
                "SpotStrategy=SpotAsPriceGo;SpotInterruptionBehavior=Sleep | 400 InvalidSpotInterruptionBehavior",
                "SpotStrategy=SpotWithPriceLimit            | 400 MissingParameter.SpotPriceLimit",
                "SpotStrategy=SpotWithPriceLimit;SpotPriceLimit=0.1234 | 400 InvalidSpotPriceLimit",
                "SpotStrategy=SpotWithPriceLimit;SpotPriceLimit=0.001 | 400 InvalidSpotPriceLimit.LowerThanPublicPrice",
                "Tag.1.Key=aliyun-x                         | 400 InvalidTagKey.Malformed",
                "UserData=***                               | 400 InvalidUserData.Base64FormatInvalid",
                "SystemDisk.Size=big                        | 400 InvalidParameter.SystemDisk.Size",
                "HttpTokens=maybe                           | 400 InvalidParameter.HttpTokens",
                "InstanceType=ecs.sold.large                | 403 OperationDenied.NoStock",
                "ZoneId=cn-hangzhou-k                       | 403 Zone.NotOnSale",
                "VSwitchId=vsw-cn-hangzhou-k                | 403 Zone.NotOnSale",
                "DryRun=true                                | 400 DryRunOperation",
                "RegionId=                                  | 400 MissingParameter.RegionId",
            })
    void refusesAnOrder(String parameters, String error) {
        // Given
        var before = cloud.bodies.size();

        // When
        var refusal = refusal("RunInstances", ORDER + ";" + parameters);

        // Then
        assertThat(refusal).isEqualTo(error);
        assertThat(cloud.bodies).hasSize(before);
    }

    @Test
    void refusesTooMuchUserData() {
        var data = Base64.getEncoder().encodeToString(new byte[16 * 1024 + 1]);
        assertThat(refusal("RunInstances", ORDER + ";UserData=" + data)).isEqualTo("400 InvalidUserData.SizeExceeded");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21})
    void takesTwentyTags(int count) {
        // Given
        var order = new StringBuilder(ORDER);
        for (var tag = 1; tag <= count; tag++) {
            order.append(";Tag.").append(tag).append(".Key=k").append(tag);
        }

        // When
        var refusal = refusal("RunInstances", order.toString());

        // Then
        assertThat(refusal).isEqualTo(count == 20 ? "none" : "400 InvalidParameter.Tag");
    }

    @Test
    void refusesMoreTagsThanAnInstanceCanCarry() {
        // Given
        var parameters = new StringBuilder("ResourceType=instance;ResourceId.1=@runs");
        for (var tag = 1; tag <= 20; tag++) {
            parameters.append(";Tag.").append(tag).append(".Key=k").append(tag);
        }

        // When
        var first = refusal("TagResources", parameters.toString());
        var again = refusal("TagResources", parameters.toString());
        var more = refusal("TagResources", "ResourceType=instance;ResourceId.1=@runs;Tag.1.Key=other");

        // Then
        assertThat(List.of(first, again, more)).containsExactly("none", "none", "400 TagQuotaExceed");
    }

    @Test
    void takesAHundredIdsAndFiftyResources() {
        // Given
        var ids = new JsonArray(new ArrayList<>(Collections.nCopies(101, "i-1"))).encode();
        var resources = new StringBuilder("ResourceType=instance;Tag.1.Key=k");
        var instances = new StringBuilder("BatchOptimization=SuccessFirst");
        for (var index = 1; index <= 101; index++) {
            instances.append(";InstanceId.").append(index).append("=i-").append(index);
            if (index <= 51) {
                resources.append(";ResourceId.").append(index).append("=i-").append(index);
            }
        }

        // When
        var describe = refusal("DescribeInstances", "InstanceIds=" + ids);
        var start = refusal("StartInstances", instances.toString());
        var tag = refusal("TagResources", resources.toString());

        // Then
        assertThat(describe).isEqualTo("400 InvalidParameter.InstanceIds");
        assertThat(start).isEqualTo("400 InvalidParameter.InstanceId");
        assertThat(tag).isEqualTo("400 InvalidParameter.ResourceId");
    }

    @Test
    void refusesMoreInstancesThanItHolds() {
        // Given
        cloud.set(new JsonObject().put("maxInstances", 9));

        // When
        var fits = refusal("RunInstances", ORDER + ";Amount=2");
        var partly = refusal("RunInstances", ORDER + ";Amount=2;MinAmount=1");

        // Then
        assertThat(fits).isEqualTo("none");
        assertThat(partly).isEqualTo("403 QuotaExceed.ElasticQuota");
    }

    @Test
    void refusesToStartWithoutStockWhatGaveItsResourcesBack() {
        // Given
        cloud.doEcs("StopInstance", "InstanceId", id("runs"), "StoppedMode", "StopCharging");
        cloud.pass(1);
        cloud.post("stock", new JsonObject().put("type", "ecs.g7.large"));

        // When
        var economical = refusal("StartInstance", "InstanceId=@runs");
        var kept = refusal("StartInstance", "InstanceId=@stopped");

        // Then
        assertThat(economical).isEqualTo("403 OperationDenied.NoStock");
        assertThat(kept).isEqualTo("none");
    }

    private String refusal(String action, String parameters) {
        var list = new ArrayList<String>();
        if (parameters != null) {
            for (var pair : parameters.split(";")) {
                var equals = pair.indexOf('=');
                var value = pair.substring(equals + 1);
                list.add(pair.substring(0, equals));
                list.add(value.startsWith("@") ? id(value.substring(1)) : value);
            }
        }
        return cloud.refusal(() -> cloud.doEcs(action, list.toArray(String[]::new)));
    }

    private String id(String name) {
        return ((JsonObject) cloud.control("GET", "instances/" + name, new JsonObject())).getString("id");
    }
}
