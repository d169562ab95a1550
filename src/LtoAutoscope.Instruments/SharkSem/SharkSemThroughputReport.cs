namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>What images came over loopback, beside the same bytes through a bare socket in the same run.</summary>
/// <param name="Frames">Frames that were measured each way.</param>
/// <param name="Bytes">Bytes on the wire each way, headers included.</param>
/// <param name="ImagesMegabytesPerS">Through framing, data channel and assembly, 10⁶ bytes a second.</param>
/// <param name="BareMegabytesPerS">Read from the socket into one buffer and dropped, 10⁶ bytes a second.</param>
public sealed record SharkSemThroughputReport(int Frames, long Bytes, double ImagesMegabytesPerS, double BareMegabytesPerS)
{
    /// <summary>What is asked for: 200 MB/s, or 0.6 of the bare copy where that is less.</summary>
    public double TargetMegabytesPerS => Math.Min(200, 0.6 * BareMegabytesPerS);

    /// <summary>Whether it is reached.</summary>
    public bool IsMet => ImagesMegabytesPerS >= TargetMegabytesPerS;
}
