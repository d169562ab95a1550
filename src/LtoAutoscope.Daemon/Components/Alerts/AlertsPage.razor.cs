using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Alerts.Outbox;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Domain;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace LtoAutoscope.Daemon.Components.Alerts;

/// <summary>What was told, to whom, and the test button.</summary>
public sealed partial class AlertsPage
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);

    private string _answer = "";
    private bool _testing;
    private long _shownAt;

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private LabFeed Feed { get; set; } = default!;

    [Inject]
    private AlertCommands Commands { get; set; } = default!;

    private AlertService? Service { get; set; }

    private AlertStatus Status { get; set; } = new(false, "", [], []);

    private TimeProvider Time => Feed.Time;

    private string Summary => !Status.Enabled ? "switched off in config/alerts.yaml; events are listed, nothing is sent" : $"{Status.Alerts.Count(alert => alert.IsOpen)} not yet seen";

    /// <inheritdoc/>
    public void Dispose() => Feed.Updated -= Follow;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Service = Services.GetService<AlertService>();
        Show();
        Feed.Updated += Follow;
    }

    private void Show()
    {
        if (Service is not null) Status = Service.Status();
        _shownAt = Time.GetTimestamp();
    }

    private void Follow()
    {
        if (Time.GetElapsedTime(_shownAt) < Refresh) return;
        _ = InvokeAsync(() =>
        {
            Show();
            StateHasChanged();
        });
    }

    private async Task TestAsync()
    {
        (_testing, _answer) = (true, "");
        string problem = await Telling.OfAsync(async () =>
        {
            IReadOnlyList<ChannelTest> results = await Commands.TestAsync(null, CancellationToken.None);
            _answer = string.Join(" ", results.Select(result => $"{result.Channel}: {(result.Delivered ? "taken by the server." : result.Reason + ".")}"));
        });
        if (problem.Length > 0) _answer = problem;
        _testing = false;
        Show();
    }

    /// <summary>What happened again and again in one run, with nobody having seen it, is one line with its first and last time.</summary>
    private IEnumerable<AlertGroup> Groups => Status.Alerts
        .GroupBy(alert => alert.IsOpen ? $"{alert.Event.Kind} {alert.Event.Title} {alert.Event.RunId}" : alert.Event.EventId)
        .Select(group => new AlertGroup([.. group]));

    private async Task AcknowledgeAsync(AlertGroup group)
    {
        _answer = await Telling.OfAsync(async () =>
        {
            foreach (AlertView alert in group.Alerts) await Commands.AcknowledgeAsync(alert.Event.EventId, CancellationToken.None);
        });
        Show();
    }

    private static string Words(Delivery delivery) => delivery.Channel + (delivery.State, delivery.Held) switch
    {
        (DeliveryState.Delivered, _) => " taken",
        (DeliveryState.GivenUp, _) => $" given up: {delivery.Reason}",
        (_, "quiet_hours") => " waits for the end of quiet hours",
        (_, "rate_limit") => " held back by the rate limit",
        _ when delivery.Reason.Length > 0 => $" is tried again: {delivery.Reason}",
        _ => " is being sent",
    };

    /// <summary>Alerts of one kind, newest first.</summary>
    private sealed record AlertGroup(IReadOnlyList<AlertView> Alerts)
    {
        public AlertView Newest => Alerts[0];

        public int Count => Alerts.Count;

        public DateTimeOffset First => Alerts[^1].Event.At;
    }
}
