package io.ecslifeguard.queue;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.mns.common.ServiceException;
import io.smallrye.mutiny.TimeoutException;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * What the errors of SMQ and of its SDK mean.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/mns/error-codes">SMQ error codes</a>
 */
class QueueErrors {

    static final Set<String> LEASE_LOST = Set.of("MessageNotExist", "ReceiptHandleError");

    private static final int LONGEST_VENDOR_MESSAGE = 200;

    private final String queue;
    private final String host;
    private final String region;

    QueueErrors(String queue, String host, String region) {
        this.queue = queue;
        this.host = host;
        this.region = region;
    }

    /** Whether this is SMQ's way to say that there is no message. */
    static boolean isEmpty(Throwable failure) {
        return failure instanceof ServiceException error && "MessageNotExist".equals(error.getErrorCode());
    }

    /**
     * The failure as an exception with a meaning.
     *
     * @param action the RAM action of the call, such as {@code mns:ReceiveMessage}: SMQ does not tell it
     */
    QueueException meaning(String action, Throwable failure) {
        if (failure instanceof QueueException known) {
            return known;
        }
        if (failure instanceof ServiceException error) {
            return meaning(action, error);
        }
        if (failure instanceof CredentialException) {
            return new QueueAccessDenied(queue, null, failure.getMessage(), null);
        }
        return unreachable(failure);
    }

    private QueueException meaning(String action, ServiceException error) {
        var code = error.getErrorCode();
        var told = " (SMQ says " + code + ", request id " + error.getRequestId() + ")";
        return switch (code == null ? "" : code) {
            case "QueueNotExist" ->
                new QueueNotFound(
                        queue,
                        code,
                        "There is no queue " + queue + " at " + host
                                + ": create it, or correct lifeguard.queue.names (LIFEGUARD_QUEUE_NAMES) or"
                                + " lifeguard.queue.endpoint (LIFEGUARD_QUEUE_ENDPOINT)" + told,
                        null);
            case "AccessDenied" ->
                new QueueAccessDenied(
                        queue,
                        code,
                        "The credentials are not allowed to use queue " + queue + " at " + host
                                + ": grant " + action + " on acs:mns:" + region
                                + ":*:/queues/"
                                + queue + "/messages, or correct the account in lifeguard.queue.endpoint"
                                + " (LIFEGUARD_QUEUE_ENDPOINT)" + told,
                        null);
            case "InvalidAccessKeyId" ->
                new QueueAccessDenied(
                        queue,
                        code,
                        host + " does not know the AccessKey id: check ALIBABA_CLOUD_ACCESS_KEY_ID, and that the key is"
                                + " enabled" + told,
                        null);
            case "SignatureDoesNotMatch" ->
                new QueueAccessDenied(
                        queue,
                        code,
                        host + " does not accept the signature: check ALIBABA_CLOUD_ACCESS_KEY_SECRET (spaces or line"
                                + " ends in it, for one)" + told,
                        null);
            case "TimeExpired" ->
                new ClockSkewed(
                        queue,
                        code,
                        "The clock of this machine is too far from the one of " + host
                                + ": set it, and keep it right with NTP" + told,
                        null);
            case "TooManyRequests", "QpsLimitExceeded" ->
                new QueueThrottled(
                        queue,
                        code,
                        host + " throttles queue " + queue
                                + ": too many requests, or too many messages that are received"
                                + " and not deleted; lower lifeguard.queue.concurrent-polls"
                                + " (LIFEGUARD_QUEUE_CONCURRENT_POLLS) if it stays" + told,
                        null);
            case "InternalError", "InternalServerError", "ServiceUnavailable", "" ->
                new QueueUnavailable(queue, code, host + " failed to answer for queue " + queue + told, null);
            default ->
                new QueueRefused(
                        queue,
                        code,
                        host + " refuses the request for queue " + queue + ": " + words(error) + told,
                        null);
        };
    }

    private QueueException unreachable(Throwable failure) {
        var why = "";
        var hint = "";
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CredentialException) {
                return new QueueAccessDenied(queue, null, cause.getMessage(), null);
            }
            if (cause instanceof UnknownHostException) {
                hint = ": check the host in lifeguard.queue.endpoint (LIFEGUARD_QUEUE_ENDPOINT)";
            }
            why = cause instanceof TimeoutException
                    ? "no answer in time; see lifeguard.queue.call-timeout (LIFEGUARD_QUEUE_CALL_TIMEOUT)"
                    : cause.getClass().getSimpleName() + " " + cause.getMessage();
        }
        return new QueueUnavailable(
                queue,
                null,
                "No usable answer from " + host + " for queue " + queue + " (" + why + ")" + hint,
                failure);
    }

    private static String words(ServiceException error) {
        var words = String.valueOf(error.getMessage());
        return words.length() > LONGEST_VENDOR_MESSAGE ? words.substring(0, LONGEST_VENDOR_MESSAGE) + "…" : words;
    }
}
