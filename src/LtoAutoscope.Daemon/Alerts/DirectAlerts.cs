using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts;

/// <summary>Sends an event over channels at once, without the outbox: for the test on the command line, and for the watch, which must not need the daemon's folder.</summary>
internal sealed class DirectAlerts(AlertSettings settings, IReadOnlyList<IAlertChannel> channels, string instrument, TimeProvider time)
{
    /// <summary>Attempts of the watch at one channel: nobody is helped by an alarm an hour late.</summary>
    private const int MostAttempts = 4;

    private readonly AlertComposer _composer = new(settings, instrument, null, time);
    private readonly AlertPlanner _planner = new(settings, time.LocalTimeZone);

    /// <summary>Sends over all of the named channels at the same time; each is tried so often.</summary>
    /// <returns>What became of it, a channel each.</returns>
    public Task<ChannelTest[]> SendAsync(LabEvent happened, IReadOnlyList<string> names, int attempts, CancellationToken cancellationToken)
        => Task.WhenAll(names.Select(name => SendAsync(happened, channels.First(channel => channel.Name == name), attempts, cancellationToken)));

    /// <summary>Tells an event by the rules: the first channels at once, the next ones when their time has come, or sooner when the first all failed.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="escalates">Whether later channels are waited for.</param>
    /// <param name="told">Is told what became of each channel.</param>
    /// <param name="cancellationToken">Ends the escalation: the trouble is over, or the process ends.</param>
    public async Task TellAsync(LabEvent happened, bool escalates, Action<ChannelTest> told, CancellationToken cancellationToken)
    {
        double passed = 0;
        bool isHeard = true;
        foreach (IGrouping<double, PlannedChannel> step in _planner.PlanFor(happened).GroupBy(entry => entry.AfterMinutes).OrderBy(group => group.Key))
        {
            if (step.Key > passed)
            {
                if (!escalates && isHeard) return;
                if (isHeard) await Task.Delay(TimeSpan.FromMinutes(step.Key - passed), time, cancellationToken).ConfigureAwait(false);
                passed = step.Key;
            }

            ChannelTest[] results = await SendAsync(happened, [.. step.Select(entry => entry.Channel)], Math.Min(settings.Delivery.Attempts, MostAttempts), cancellationToken).ConfigureAwait(false);
            foreach (ChannelTest result in results) told(result);
            isHeard = results.Any(result => result.Delivered);
        }
    }

    private async Task<ChannelTest> SendAsync(LabEvent happened, IAlertChannel channel, int attempts, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        var delivery = new Delivery { DeliveryId = "direct-" + happened.EventId, AlertIds = [happened.EventId], Channel = channel.Name, PlannedAt = now, NotBefore = now };
        for (int attempt = 1; ; attempt++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using ITimer timer = TimeProvider.System.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), limit, TimeSpan.FromSeconds(settings.Delivery.TimeoutS), Timeout.InfiniteTimeSpan);
            string reason;
            bool isFinal = false;
            try
            {
                await channel.SendAsync(await _composer.ComposeAsync(delivery, [new Alert { Event = happened, RaisedAt = now }], limit.Token).ConfigureAwait(false), limit.Token).ConfigureAwait(false);
                return new ChannelTest(channel.Name, true, "");
            }
            catch (AlertDeliveryException failed)
            {
                (reason, isFinal) = (failed.Message, failed.IsFinal);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                reason = FormattableString.Invariant($"no answer within {settings.Delivery.TimeoutS:0.#} s");
            }

            if (isFinal || attempt >= attempts) return new ChannelTest(channel.Name, false, reason);
            await Task.Delay(settings.Delivery.WaitAfter(attempt), time, cancellationToken).ConfigureAwait(false);
        }
    }
}
