namespace LtoAutoscope.Instruments.Transports;

/// <summary>How a serial port is set. Default 9600 baud, 8 data bits, no parity, 1 stop bit, no flow control.</summary>
public sealed record SerialSettings
{
    /// <summary>Bits per second, 1 or more. Default 9600.</summary>
    public int BaudRate { get; init; } = 9600;

    /// <summary>Data bits, 5…8. Default 8.</summary>
    public int DataBits { get; init; } = 8;

    /// <summary>Parity. Default none.</summary>
    public SerialParity Parity { get; init; } = SerialParity.None;

    /// <summary>Stop bits, 1 or 2. Default 1.</summary>
    public int StopBits { get; init; } = 1;

    /// <summary>Whether RTS and CTS hold back the sender. Default no.</summary>
    public bool HardwareFlowControl { get; init; }

    /// <summary>
    /// The DTR line while the port is open: <see langword="true"/> raises it, <see langword="false"/> lowers it, null (the default) leaves it as the
    /// system does, which is raised under Linux and lowered under Windows. A change of DTR resets an Arduino that runs GRBL. Linux raises DTR for a moment
    /// at every opening whatever is set here; unless DTR is to be lowered, it is left raised at closing, so that only the first opening
    /// after the adapter was plugged in resets.
    /// </summary>
    public bool? Dtr { get; init; }

    /// <summary>The RTS line while the port is open; values as for <see cref="Dtr"/>. Not used with <see cref="HardwareFlowControl"/>.</summary>
    public bool? Rts { get; init; }

    /// <summary>Longest time that bytes may wait for room in the port's buffer; then the link counts as lost. Default 2 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long <see cref="LinkEndpoint.OpenAsync"/> waits after opening and then drops what has come, for controllers that start anew when their port is opened. Default zero.</summary>
    public TimeSpan SettleTime { get; init; }

    /// <summary>Refuses what no port can be set to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (BaudRate < 1) throw new ArgumentOutOfRangeException(nameof(BaudRate), BaudRate, "At least 1 bit per second.");
        if (DataBits is < 5 or > 8) throw new ArgumentOutOfRangeException(nameof(DataBits), DataBits, "5 to 8.");
        if (StopBits is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(StopBits), StopBits, "1 or 2.");
        if (WriteTimeout <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(WriteTimeout), WriteTimeout, "More than nothing.");
    }
}
