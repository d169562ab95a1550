using LtoAutoscope.Daemon.Alerts;
using LtoAutoscope.Daemon.Alerts.Channels;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Storage.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Daemon.Tests.Alerts;

/// <summary>The alert service over a data folder of its own; its clock stands still unless the test moves it, and its channels are those that the test gives.</summary>
internal sealed class AlertBench : IAsyncDisposable, ILabEventSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private AlertService? _service;

    /// <summary>20 March 2026, 20:00 UTC: an evening.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 20, 20, 0, 0, TimeSpan.Zero));

    public DataFolder Data { get; private set; } = null!;

    public AlertService Service => _service!;

    public event Action<LabEvent>? Happened;

    public static async Task<AlertBench> StartAsync(AlertSettings settings, params IAlertChannel[] channels)
    {
        var bench = new AlertBench();
        bench.Clock.SetLocalTimeZone(TimeZoneInfo.Utc);
        bench.Data = await DataFolder.OpenAsync(bench._folder.FullPath, new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, CancellationToken.None);
        await bench.RestartAsync(settings, channels);
        return bench;
    }

    /// <summary>A new process over the same folder.</summary>
    public async Task RestartAsync(AlertSettings settings, params IAlertChannel[] channels)
    {
        await StopAsync();
        Assert.Empty(settings.Validate());
        _service = new AlertService(settings, channels, Data, "SEM 1", [this], null, Clock, NullLogger<AlertService>.Instance);
        await _service.StartAsync(CancellationToken.None);
        await UntilAsync(() => _service.Status().Problem != "the outbox is being opened");
    }

    public async Task StopAsync()
    {
        if (_service is null) return;
        await _service.StopAsync(CancellationToken.None);
        _service.Dispose();
        _service = null;
    }

    public void Raise(LabEvent happened) => Happened!(happened);

    /// <summary>An event.</summary>
    public LabEvent Event(string id, Severity severity = Severity.Critical, LabEventKind kind = LabEventKind.Fault) => new()
    {
        EventId = id, At = Clock.GetUtcNow(), Kind = kind, Severity = severity, Title = $"Trouble {id}", Reason = "It read 3 Pa against a limit of 1 Pa.", Done = "The beam was blanked.", ToDo = "Look at the pump.", Sample = "LTO-A",
    };

    /// <summary>Moves the clock in steps until a condition holds.</summary>
    public async Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition, int mostSteps = 400)
    {
        for (int i = 0; i < mostSteps && !condition(); i++)
        {
            Clock.Advance(step);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(condition());
    }

    /// <summary>Waits in real time until a condition holds; the clock of the service stands.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, "it did not come about");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public static AlertSettings Settings(params AlertRule[] rules) => new()
    {
        Enabled = true, Rules = rules,
        Webhook = [new WebhookSettings { Name = "one", Url = "http://127.0.0.1:1/" }, new WebhookSettings { Name = "two", Url = "http://127.0.0.1:1/" }],
    };

    public static AlertRule Everything(params EscalationStep[] escalate) => new() { Name = "all", MinimumSeverity = Severity.Info, To = ["one"], Escalate = escalate };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Data.Dispose();
        _folder.Dispose();
    }
}
