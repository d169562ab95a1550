namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>The port that a controller usually has.</summary>
public sealed record LineTransport
{
    /// <summary>Bits per second. Default 9600.</summary>
    public int BaudRate { get; init; } = 9600;

    /// <summary>TCP port where it has one of its own; null where only a serial-to-TCP bridge gives one.</summary>
    public int? TcpPort { get; init; }

    /// <summary>Whether opening the port raises DTR, which resets some controllers. Default yes.</summary>
    public bool RaisesDtr { get; init; } = true;

    /// <summary>How long a controller needs after its port was opened. Default none.</summary>
    public TimeSpan WakeUp { get; init; }
}
