using LtoAutoscope.Daemon.Alerts.Channels;

namespace LtoAutoscope.Daemon.Tests.Alerts;

/// <summary>A channel that keeps what it is given, for tests of the rules; tests of the wire have real servers.</summary>
internal sealed class MemoryChannel(string name) : IAlertChannel
{
    private readonly List<AlertMessage> _taken = [];

    /// <summary>Answers before a message is taken; may throw.</summary>
    public Func<AlertMessage, CancellationToken, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Name => name;

    public string Description => "memory";

    public IReadOnlyList<AlertMessage> Taken
    {
        get
        {
            lock (_taken) return [.. _taken];
        }
    }

    public async Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        await Answer(message, cancellationToken);
        lock (_taken) _taken.Add(message);
    }

    /// <summary>Refuses everything.</summary>
    public static Task Refuse(AlertMessage message, CancellationToken cancellationToken) => throw new AlertDeliveryException("the server is away", isFinal: false);
}
