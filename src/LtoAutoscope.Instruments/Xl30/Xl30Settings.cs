using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Xl30;

/// <summary>How the driver of a Philips/FEI XL20, XL30 or XL40 behaves. All times are of the wire and never scaled.</summary>
public sealed record Xl30Settings
{
    /// <summary>Name of the instrument's configuration.</summary>
    public string Name { get; init; } = "xl30";

    /// <summary>Serial port; null for a bridge from serial to TCP at <see cref="Host"/>.</summary>
    public string? SerialPort { get; init; }

    /// <summary>Bits per second of the serial port; 8 data bits, no parity, 1 stop bit. Default 9600.</summary>
    public int BaudRate { get; init; } = 9600;

    /// <summary>Host name or IPv4 address of the bridge, where there is no serial port. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port of the bridge. Default 4001.</summary>
    public int TcpPort { get; init; } = 4001;

    /// <summary>Whether the instrument is a twin.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Travel; the instrument cannot tell it.</summary>
    public required StageLimits Limits { get; init; }

    /// <summary>Field width times magnification, mm: the width of the picture to which the magnification refers. It has to be measured on a grating once; no default, because a wrong scale falsifies every size.</summary>
    public required double FieldWidthConstantMm { get; init; }

    /// <summary>What z counts from; the instrument cannot tell it. Default unknown, and then the interlock moves no z.</summary>
    public ZLink ZLink { get; init; } = ZLink.Unknown;

    /// <summary>+1 when z grows towards the lens, −1 when away from it: the way from the lens goes first, the way to it last. Default +1.</summary>
    public int ZTowardsLens { get; init; } = 1;

    /// <summary>Longest piece of a move, mm: no move can be interrupted, so a stop is looked for between two pieces. Default 1.</summary>
    public double LongestStepMm { get; init; } = 1;

    /// <summary>Longest piece of a turn or tilt, degrees. Default 5.</summary>
    public double LongestStepDeg { get; init; } = 5;

    /// <summary>How near x, y and z have to come to their target, µm. Default 5.</summary>
    public double PositionToleranceUm { get; init; } = 5;

    /// <summary>How near rotation and tilt have to come, degrees. Default 0.1.</summary>
    public double AngleToleranceDeg { get; init; } = 0.1;

    /// <summary>How near the high tension has to come, V. Default 100, as the instrument's own client has it.</summary>
    public double VoltageToleranceV { get; init; } = 100;

    /// <summary>Detectors that are fitted; the instrument cannot list them. Default SE (3) and BSE (4).</summary>
    public IReadOnlyList<Detector> Detectors { get; init; } = [new(3, "SE"), new(4, "BSE")];

    /// <summary>
    /// Folder on the microscope's own disk for TIFF files, such as <c>C:\XL\USR\LTO</c>; null where a frame is stored by a photograph (operation 37).
    /// </summary>
    public string? ImageFolder { get; init; }

    /// <summary>Longest attempt to connect to a bridge. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for an answer that is given at once. Default 5 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for one piece of a move. Default 20 s.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest wait of a stop for the answer of a command under way; then it goes out all the same. Default 20 s, as one piece of a move.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest wait for each read-back of a stop. Default 2 s.</summary>
    public TimeSpan StopReadBackTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest change of high tension. Default 120 s.</summary>
    public TimeSpan HighTensionTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest automatic focus. Default 240 s.</summary>
    public TimeSpan AutoFocusTimeout { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>How long automatic contrast and brightness take: the instrument answers before it is done. Default 30 s.</summary>
    public TimeSpan AutoSignalTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest writing of a TIFF file or photograph. Default 120 s.</summary>
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long nothing may come before the line counts as quiet. Default 0.2 s.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest attempt to bring the line into step again. Default 60 s, because a move that was given up may still run and hold back all answers.</summary>
    public TimeSpan SynchroniseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two polls of the high tension. Default 0.5 s.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
