using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>
/// Tells people what happens: takes events as they happen, writes them into the outbox, and sends them by the rules of <c>config/alerts.yaml</c>. What was not sent when the process
/// died is sent by the next one; what was being sent then goes once more at most.
/// </summary>
/// <remarks>Thread-safe. One loop decides, each channel sends on its own, so that a slow server keeps no other back.</remarks>
internal sealed class AlertService : BackgroundService
{
    private const int Shown = 200;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(5);

    private readonly AlertSettings _settings;
    private readonly IReadOnlyList<IAlertChannel> _channels;
    private readonly DataFolder _data;
    private readonly IReadOnlyList<ILabEventSource> _sources;
    private readonly TileSilence? _silence;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertService> _logger;
    private readonly AlertComposer _composer;
    private readonly AlertPlanner _planner;
    private readonly Channel<Func<AlertOutbox, CancellationToken, Task>> _work = Channel.CreateUnbounded<Func<AlertOutbox, CancellationToken, Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, Task> _sending = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<AlertOutbox> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="settings">The settings.</param>
    /// <param name="channels">The channels that they name.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="instrument">Name of the instrument.</param>
    /// <param name="sources">Who tells what happens.</param>
    /// <param name="silence">Watches for a run that finishes no tile, or null.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public AlertService(
        AlertSettings settings, IReadOnlyList<IAlertChannel> channels, DataFolder data, string instrument, IReadOnlyList<ILabEventSource> sources, TileSilence? silence, TimeProvider time, ILogger<AlertService> logger)
    {
        (_settings, _channels, _data, _sources, _silence, _time, _logger) = (settings, channels, data, sources, silence, time, logger);
        Evidence = new EvidenceFiles(data);
        _composer = new AlertComposer(settings, instrument, Evidence, time);
        _planner = new AlertPlanner(settings, time.LocalTimeZone);
        // From the first moment on: what happens while the outbox is being opened waits in the list.
        foreach (ILabEventSource source in _sources) source.Happened += Tell;
    }

    /// <summary>The pictures of events.</summary>
    public EvidenceFiles Evidence { get; }

    /// <summary>Takes an event; returns at once. The same event id is told once.</summary>
    public void Tell(LabEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _work.Writer.TryWrite((outbox, token) => RaiseAsync(outbox, happened, _planner.PlanFor(happened), token));
    }

    /// <summary>How telling does.</summary>
    public AlertStatus Status()
    {
        if (!_opened.Task.IsCompletedSuccessfully) return new AlertStatus(_settings.Enabled, "the outbox is being opened", [], []);
        AlertOutbox outbox = Opened();
        return outbox.Read(ledger => new AlertStatus(
            _settings.Enabled, outbox.Problem,
            [.. _channels.Select(channel => Status(channel, ledger))],
            [.. ledger.Alerts.Reverse().Take(Shown).Select(alert => AlertView.Of(alert, ledger))]));
    }

    /// <summary>How many warnings and worse nobody has seen yet.</summary>
    public int OpenCount => _opened.Task.IsCompletedSuccessfully ? Opened().Read(ledger => ledger.Alerts.Count(alert => alert.IsOpen && alert.Event.Severity != Severity.Info)) : 0;

    /// <summary>Notes that a person has seen an alert, which ends its escalation.</summary>
    /// <exception cref="InputException">There is no such alert.</exception>
    public async Task AcknowledgeAsync(string alertId, string by, CancellationToken cancellationToken)
    {
        AlertOutbox outbox = await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (outbox.Read(ledger => ledger.Find(alertId)) is not { } alert) throw new InputException($"there is no alert '{alertId}'", "alert", "Look at the page Alerts for those that there are");
        if (alert.AcknowledgedBy is not null) return;
        await EnqueueAsync((o, token) => o.AppendAsync(AlertEventKind.Acknowledged, new JsonObject { ["alert_id"] = alertId, ["by"] = by }, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a test message over all channels, or one, and waits for what becomes of it.</summary>
    /// <exception cref="InputException">Nothing is configured, or there is no such channel.</exception>
    public async Task<IReadOnlyList<ChannelTest>> TestAsync(string? channel, string by, CancellationToken cancellationToken)
    {
        AlertOutbox outbox = await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        string[] names = AlertTest.Channels(_settings, channel);
        LabEvent test = AlertTest.Event(by, _time.GetUtcNow());
        await EnqueueAsync((o, token) => RaiseAsync(o, test, [.. names.Select(name => new PlannedChannel(0, name))], token), cancellationToken).ConfigureAwait(false);
        TimeSpan patience = TimeSpan.FromSeconds(_settings.Delivery.TimeoutS + 5);
        long begun = _time.GetTimestamp();
        while (true)
        {
            Delivery[] sent = outbox.Read(ledger => ledger.DeliveriesOf(test.EventId).ToArray());
            bool isDone = sent.Length == names.Length && sent.All(delivery => delivery.State != DeliveryState.Waiting);
            if (isDone || _time.GetElapsedTime(begun) > patience)
                return [.. names.Select(name => Result(name, sent.FirstOrDefault(delivery => delivery.Channel == name), patience))];
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (ILabEventSource source in _sources) source.Happened -= Tell;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        AlertOutbox outbox = await AlertOutbox.OpenAsync(_data, _time, stoppingToken).ConfigureAwait(false);
        _opened.TrySetResult(outbox);
        await using (outbox.ConfigureAwait(false))
        {
            try
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await TurnAsync(outbox, stoppingToken).ConfigureAwait(false);
                    await SleepAsync(outbox, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The rest is on the disk; a last look at what came while the others ended.
            }

            await EndAsync(outbox).ConfigureAwait(false);
        }
    }

    /// <summary>One round: takes in what came, plans what is due, begins what can be sent. A bug in it costs the round, never the service.</summary>
    private async Task TurnAsync(AlertOutbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            if (_silence?.Look() is { } silent) await RaiseAsync(outbox, silent, _planner.PlanFor(silent), cancellationToken).ConfigureAwait(false);
            while (_work.Reader.TryRead(out Func<AlertOutbox, CancellationToken, Task>? work)) await work(outbox, cancellationToken).ConfigureAwait(false);
            await outbox.RetryAsync(cancellationToken).ConfigureAwait(false);
            while (outbox.Read(ledger => _planner.Next(ledger, _time.GetUtcNow())) is { } line) await outbox.AppendAsync(AlertEventKind.Planned, line, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = _time.GetUtcNow();
            foreach (Delivery due in outbox.Read(ledger => ledger.Waiting.Where(delivery => delivery.Held.Length == 0 && !delivery.IsBegun && delivery.NotBefore <= now).ToArray()))
                await BeginAsync(outbox, due, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException and not OutOfMemoryException)
        {
            _logger.LogError(error, "A round of the alerts failed; the next one goes on");
        }
    }

    private async Task BeginAsync(AlertOutbox outbox, Delivery due, CancellationToken cancellationToken)
    {
        if (_sending.TryGetValue(due.Channel, out Task? busy) && !busy.IsCompleted) return;
        if (_channels.FirstOrDefault(channel => channel.Name == due.Channel) is not { } way)
        {
            await FailAsync(outbox, due, $"there is no channel '{due.Channel}' in {AlertFile.FileName} any more", isFinal: true, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (due.Unfinished > 1)
        {
            await FailAsync(outbox, due, "the process died twice while it was being sent, so it may have arrived; it is not sent a third time", isFinal: true, cancellationToken).ConfigureAwait(false);
            return;
        }

        await outbox.AppendAsync(AlertEventKind.Begun, new JsonObject { ["delivery_id"] = due.DeliveryId, ["attempt"] = due.Attempts + 1 }, cancellationToken).ConfigureAwait(false);
        Delivery begun = outbox.Read(ledger => ledger.FindDelivery(due.DeliveryId)!);
        _sending[due.Channel] = Task.Run(() => SendAsync(outbox, way, begun, cancellationToken), CancellationToken.None);
    }

    /// <summary>One attempt. Its end is booked by the loop, because only that writes.</summary>
    private async Task SendAsync(AlertOutbox outbox, IAlertChannel way, Delivery delivery, CancellationToken cancellationToken)
    {
        (string reason, bool isFinal) = ("", false);
        // The limit is one of the wire: it runs on the machine's clock also where the laboratory's runs faster.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_settings.Delivery.TimeoutS), TimeProvider.System);
        // The end of the service does not cut an attempt off: it is nearly over, and cut off nobody knows whether it arrived.
        using var ending = cancellationToken.Register(() => limit.CancelAfter(PatienceAtEnd));
        try
        {
            Alert[] alerts = outbox.Read(ledger => delivery.AlertIds.Select(ledger.Find).OfType<Alert>().ToArray());
            await way.SendAsync(await _composer.ComposeAsync(delivery, alerts, limit.Token).ConfigureAwait(false), limit.Token).ConfigureAwait(false);
            AlertMetrics.Delivered(delivery.Channel);
        }
        catch (AlertDeliveryException failed)
        {
            (reason, isFinal) = (failed.Message, failed.IsFinal);
        }
        catch (OperationCanceledException)
        {
            reason = FormattableString.Invariant($"no answer within {_settings.Delivery.TimeoutS:0.#} s");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever a library throws: this message is tried again, and people read why.
            _logger.LogError(error, "Channel {Channel} failed in an unforeseen way", way.Name);
            reason = error.Message;
        }

        if (reason.Length == 0)
        {
            _work.Writer.TryWrite((o, token) => o.AppendAsync(AlertEventKind.Delivered, new JsonObject { ["delivery_id"] = delivery.DeliveryId }, token));
            return;
        }

        AlertMetrics.Failed(delivery.Channel);
        _logger.LogWarning("Alert {Delivery} did not go out over {Channel}: {Reason}", delivery.DeliveryId, way.Name, reason);
        _work.Writer.TryWrite((o, token) => FailAsync(o, delivery, reason, isFinal || IsTest(o, delivery) || delivery.Attempts >= _settings.Delivery.Attempts, token));
    }

    private Task FailAsync(AlertOutbox outbox, Delivery delivery, string reason, bool isFinal, CancellationToken cancellationToken)
    {
        DateTimeOffset next = _time.GetUtcNow() + _settings.Delivery.WaitAfter(Math.Max(1, delivery.Attempts));
        return outbox.AppendAsync(AlertEventKind.Failed, new JsonObject
        {
            ["delivery_id"] = delivery.DeliveryId, ["attempt"] = delivery.Attempts, ["reason"] = reason, ["final"] = isFinal, ["next_at"] = isFinal ? null : JsonSerializer.SerializeToNode(next, DomainJson.Line),
        }, cancellationToken);
    }

    private static bool IsTest(AlertOutbox outbox, Delivery delivery) => outbox.Read(ledger => delivery.AlertIds.All(id => ledger.Find(id)?.Event.Kind == LabEventKind.Test));

    private async Task RaiseAsync(AlertOutbox outbox, LabEvent happened, IReadOnlyList<PlannedChannel> plan, CancellationToken cancellationToken)
    {
        if (outbox.Read(ledger => ledger.Find(happened.EventId)) is not null) return;
        AlertMetrics.Raised(happened.Kind, happened.Severity);
        await outbox.AppendAsync(AlertEventKind.Raised, new JsonObject { ["event"] = JsonSerializer.SerializeToNode(happened, DomainJson.Line), ["plan"] = JsonSerializer.SerializeToNode(plan, DomainJson.Line) }, cancellationToken).ConfigureAwait(false);
        foreach (Alert over in outbox.Read(ledger => ledger.Alerts.Where(alert => alert.IsOpen && Settles(happened, alert.Event)).ToArray()))
            await outbox.AppendAsync(AlertEventKind.Settled, new JsonObject { ["alert_id"] = over.Event.EventId, ["reason"] = happened.Title }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether an event says that an earlier one is over: the same incident is less grave now or goes on, or a run that waited goes on.</summary>
    private static bool Settles(LabEvent now, LabEvent before)
    {
        if (now.EventId == before.EventId || now.RunId != before.RunId) return false;
        if (now.IncidentId is not null && now.IncidentId == before.IncidentId) return now.Kind == LabEventKind.Resumed || now.Severity < before.Severity;
        return now.Kind == LabEventKind.Resumed && before.Kind == LabEventKind.Pause && now.RunId is not null;
    }

    private async Task SleepAsync(AlertOutbox outbox, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan sleep = outbox.Read(ledger => AlertPlanner.NextTime(ledger, now)) is { } next && next - now < LongestSleep ? next - now : LongestSleep;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<bool> work = _work.Reader.WaitToReadAsync(woken.Token).AsTask();
        await Task.WhenAny(work, Task.Delay(sleep, _time, woken.Token)).ConfigureAwait(false);
        await woken.CancelAsync().ConfigureAwait(false);
    }

    private async Task EnqueueAsync(Func<AlertOutbox, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Writer.TryWrite(async (outbox, token) =>
        {
            try
            {
                await work(outbox, token).ConfigureAwait(false);
                done.TrySetResult();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                done.TrySetException(error);
            }
        });
        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Attempts under way end, and what came last is written down; it is sent by the next process.</summary>
    private async Task EndAsync(AlertOutbox outbox)
    {
        try
        {
            await Task.WhenAll(_sending.Values).WaitAsync(PatienceAtEnd * 2, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("An alert was still being sent at the end of the service; the next start sends it once more");
        }

        while (_work.Reader.TryRead(out Func<AlertOutbox, CancellationToken, Task>? work)) await work(outbox, CancellationToken.None).ConfigureAwait(false);
    }

    private AlertOutbox Opened() => _opened.Task.GetAwaiter().GetResult();

    private static ChannelStatus Status(IAlertChannel channel, AlertLedger ledger)
    {
        Delivery[] all = [.. ledger.Deliveries.Where(delivery => delivery.Channel == channel.Name)];
        Delivery? last = all.LastOrDefault(delivery => delivery.Attempts > 0);
        return new ChannelStatus(
            channel.Name, channel.Description,
            all.Where(delivery => delivery.State == DeliveryState.Delivered).Max(delivery => delivery.EndedAt),
            all.Where(delivery => delivery.State == DeliveryState.GivenUp).Max(delivery => delivery.EndedAt),
            last is { State: not DeliveryState.Delivered } ? last.Reason : "",
            all.Count(delivery => delivery.State == DeliveryState.Waiting), all.Count(delivery => delivery is { State: DeliveryState.Waiting, Held.Length: > 0 }));
    }

    private static ChannelTest Result(string name, Delivery? delivery, TimeSpan patience) => delivery switch
    {
        { State: DeliveryState.Delivered } => new ChannelTest(name, true, ""),
        { Reason.Length: > 0 } => new ChannelTest(name, false, delivery.Reason),
        _ => new ChannelTest(name, false, FormattableString.Invariant($"no answer within {patience.TotalSeconds:0} s")),
    };
}
