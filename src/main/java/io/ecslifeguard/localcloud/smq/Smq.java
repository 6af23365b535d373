package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.access.AccessKeys;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.http.Endpoint;
import io.ecslifeguard.localcloud.http.Operation;
import io.ecslifeguard.localcloud.http.Reply;
import io.ecslifeguard.localcloud.http.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * SMQ's HTTP API.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/mns/developer-reference/api-reference">SMQ API reference</a>
 */
public final class Smq implements Endpoint {

    private final Queues queues;
    private final SmqSignature signature;
    private final SmqRequests requests = new SmqRequests();

    public Smq(Queues queues, AccessKeys keys) {
        this.queues = queues;
        signature = new SmqSignature(keys);
    }

    @Override
    public Operation operation(Request request) {
        return requests.operation(request);
    }

    @Override
    public void authenticate(Request request, Operation operation) {
        signature.verify(request);
    }

    @Override
    public void answer(Request request, Operation operation, Consumer<Reply> reply) {
        if (operation.parameters().containsKey("")) {
            throw new ApiError(400, "InvalidQueryString", "The query string contains a broken percent sign.");
        }
        var name = operation.parameters().get("queue");
        var answer = new Answers(operation.requestId(), SmqRequests.base(request));
        switch (operation.name()) {
            case "ListQueue" -> reply.accept(list(request, answer));
            case "CreateQueue" -> reply.accept(create(name, request, answer));
            case "SetQueueAttributes" -> {
                var queue = queues.get(name);
                var changed = queue.attributes.with(Documents.queue(request.body()));
                queues.checkDlq(name, changed);
                queue.change(changed);
                reply.accept(answer.empty(204));
            }
            case "GetQueueAttributes" -> reply.accept(answer.queue(queues.get(name)));
            case "DeleteQueue" -> {
                queues.delete(name);
                reply.accept(answer.empty(204));
            }
            case "SendMessage", "BatchSendMessage" -> reply.accept(send(name, request, operation, answer));
            case "ReceiveMessage", "BatchReceiveMessage" -> receive(name, request, operation, answer, reply);
            case "PeekMessage", "BatchPeekMessage" -> {
                var queue = queues.get(name);
                var peeked = queue.peek(count(operation));
                if (peeked.isEmpty()) {
                    throw none();
                }
                reply.accept(answer.messages(queue, peeked, operation.name().startsWith("Batch"), true));
            }
            case "DeleteMessage" -> {
                queues.get(name).delete(handle(operation));
                reply.accept(answer.empty(204));
            }
            case "BatchDeleteMessage" -> reply.accept(batchDelete(name, request, operation, answer));
            case "ChangeMessageVisibility" -> {
                var queue = queues.get(name);
                var handle = handle(operation);
                var seconds = operation.parameters().get("visibilitytimeout");
                if (seconds == null || seconds.isEmpty()) {
                    throw new ApiError(
                            400,
                            "MissingVisibilityTimeout",
                            "VisibilityTimeout is required for ChangeMessageVisibility.");
                }
                var message = queue.changeVisibility(
                        handle, number(operation, "visibilitytimeout", "VisibilityTimeout", 1, 43200, 0));
                reply.accept(answer.visibility(queue, message));
            }
            default ->
                throw new ApiError(
                        400,
                        "InvalidRequestURL",
                        "Http request URL is invalid: the local cloud knows no " + request.method() + " "
                                + request.path() + ".");
        }
    }

    @Override
    public Reply error(Request request, Operation operation, ApiError error) {
        return new Answers(operation.requestId(), SmqRequests.base(request)).error(error);
    }

    @Override
    public ApiError throttled(Operation operation) {
        return new ApiError(
                429, "TooManyRequests", "The request is denied by cluster flow limiter for too many requests.");
    }

    private Reply create(String name, Request request, Answers answer) {
        var wanted = QueueAttributes.DEFAULT.with(Documents.queue(request.body()));
        Queues.checkName(name);
        var existing = queues.find(name);
        if (existing == null) {
            var ignored = queues.create(name, wanted);
            return answer.located(201, name);
        }
        if (!existing.attributes.equals(wanted)) {
            throw new ApiError(409, "QueueAlreadyExist", "The queue you want to create is already exist.");
        }
        return answer.located(204, name);
    }

    private Reply list(Request request, Answers answer) {
        var prefix = request.header("x-mns-prefix");
        var marker = request.header("x-mns-marker");
        var most = QueueAttributes.number(
                request.header("x-mns-ret-number") == null
                        ? Map.of()
                        : Map.of("x-mns-ret-number", request.header("x-mns-ret-number")),
                "x-mns-ret-number",
                1,
                1000,
                1000);
        var page = new ArrayList<MessageQueue>();
        var all =
                marker == null || marker.isEmpty() ? queues.all() : queues.all().tailMap(marker, false);
        String next = null;
        for (var queue : all.values()) {
            if (prefix == null || queue.name.startsWith(prefix)) {
                if (page.size() == most) {
                    next = page.get(page.size() - 1).name;
                    break;
                }
                page.add(queue);
            }
        }
        return answer.list(page, "true".equalsIgnoreCase(request.header("x-mns-with-meta")), next);
    }

    private Reply send(String name, Request request, Operation operation, Answers answer) {
        var queue = queues.get(name);
        var sent = Documents.messages(request.body());
        var batch = operation.name().startsWith("Batch") || sent.size() > 1;
        operation.parameters().put("messages", Integer.toString(sent.size()));
        if (!batch) {
            return answer.sent(List.of(queue.send(sent.get(0).draft())), false);
        }
        var results = new ArrayList<Object>();
        for (var one : sent) {
            try {
                results.add(queue.send(one.draft()));
            } catch (ApiError e) {
                results.add(e);
            }
        }
        return answer.sent(results, true);
    }

    private void receive(String name, Request request, Operation operation, Answers answer, Consumer<Reply> reply) {
        var queue = queues.get(name);
        var batch = operation.name().startsWith("Batch");
        var most = count(operation);
        var wait = number(operation, "waitseconds", "waitseconds", 0, 30, queue.attributes.pollingWait());
        var received = queue.receive(most);
        if (received != null) {
            operation.parameters().put("received", Integer.toString(received.size()));
            reply.accept(answer.messages(queue, received, batch, false));
            return;
        }
        if (wait == 0) {
            throw none();
        }
        var poll = new Poll(most, request::closed, messages -> {
            if (messages == null) {
                reply.accept(answer.error(new ApiError(
                        404, "QueueNotExist", "The queue name you provided is not exist: it was deleted.")));
            } else if (messages.isEmpty()) {
                reply.accept(answer.error(none()));
            } else {
                operation.parameters().put("received", Integer.toString(messages.size()));
                reply.accept(answer.messages(queue, messages, batch, false));
            }
        });
        request.onClose(() -> queue.forget(poll));
        queue.poll(poll, Duration.ofSeconds(wait));
    }

    private Reply batchDelete(String name, Request request, Operation operation, Answers answer) {
        var queue = queues.get(name);
        var handles = Documents.handles(request.body());
        operation.parameters().put("messages", Integer.toString(handles.size()));
        var failures = new java.util.LinkedHashMap<String, ApiError>();
        for (var handle : handles) {
            try {
                queue.delete(handle);
            } catch (ApiError e) {
                failures.put(handle, e);
            }
        }
        return failures.isEmpty() ? answer.empty(204) : answer.failures(failures);
    }

    private static ApiError none() {
        return new ApiError(404, "MessageNotExist", "Message not exist.");
    }

    private static int count(Operation operation) {
        return number(operation, "numofmessages", "numOfMessages", 1, Documents.BATCH, 1);
    }

    private static String handle(Operation operation) {
        var handle = operation.parameters().get("receipthandle");
        if (handle == null || handle.isEmpty()) {
            throw new ApiError(400, "MissingReceiptHandle", "ReceiptHandle is required.");
        }
        return handle;
    }

    private static int number(Operation operation, String parameter, String name, int least, int most, int otherwise) {
        var text = operation.parameters().get(parameter);
        if (text == null) {
            return otherwise;
        }
        try {
            var value = Integer.parseInt(text);
            if (value < least || value > most) {
                throw QueueAttributes.invalid(
                        "The value of parameter " + name + " should between " + least + " and " + most + ".");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new ApiError(
                    400, "InvalidQueryString", "The value of parameter " + name + " is not a number: " + text + ".");
        }
    }
}
