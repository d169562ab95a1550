using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>How the driver of a SharkSEM microscope behaves. All times are of the wire and never scaled.</summary>
public sealed record SharkSemSettings
{
    /// <summary>Name of the instrument's configuration.</summary>
    public string Name { get; init; } = "sharksem";

    /// <summary>Host name or IPv4 address of the microscope PC. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Control port; the data port is the next one. Default 8300.</summary>
    public int Port { get; init; } = 8300;

    /// <summary>Whether the instrument is a twin.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Longest attempt to connect. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for an answer. Default 3 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long nothing may come before the line counts as quiet after a time-out. Default 0.2 s.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest move. Default 120 s.</summary>
    public TimeSpan MoveTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest change of high voltage. Default 120 s.</summary>
    public TimeSpan HighVoltageTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest gap between two pieces of a frame. Default 10 s.</summary>
    public TimeSpan FrameStallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest settling of the lens after a change of working distance. Default 5 s.</summary>
    public TimeSpan OpticsTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for each read-back of a stop. Default 1 s.</summary>
    public TimeSpan StopReadBackTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the connection that is kept for stop is asked whether it lives; it is made again when it does not. Default 10 s.</summary>
    public TimeSpan StopHeartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest automatic procedure (focus, stigmator, signal). Default 120 s.</summary>
    public TimeSpan AutomaticTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a move may not show yet after it was sent. Default 0.1 s.</summary>
    public TimeSpan StartGrace { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Time between two polls of a motion or a ramp. Default 0.1 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the position may lag after the stage says idle (servers refresh it about every 0.5 s). Default 1 s.</summary>
    public TimeSpan PositionLag { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The stage's own watchdog, armed before each move where the server has one; zero leaves it alone. Default 5 s.</summary>
    public TimeSpan Watchdog { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How near a linear axis has to come to its target, µm. Default 1.</summary>
    public double PositionToleranceUm { get; init; } = 1;

    /// <summary>How near rotation and tilt have to come, degrees. Default 0.05.</summary>
    public double AngleToleranceDeg { get; init; } = 0.05;

    /// <summary>How near the acceleration voltage has to come, V. Default 50.</summary>
    public double VoltageToleranceV { get; init; } = 50;

    /// <summary>How near the working distance has to read back, µm. Default 1.</summary>
    public double WorkingDistanceToleranceUm { get; init; } = 1;

    /// <summary>Travel where the server cannot tell it (before 2.0.22); null when none is configured.</summary>
    public StageLimits? FallbackLimits { get; init; }
}
