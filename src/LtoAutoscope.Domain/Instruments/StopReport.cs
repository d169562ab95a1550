namespace LtoAutoscope.Domain.Instruments;

/// <summary>How far a stop or a park got. Sent, blanked and halted are told apart because only the last two come from the hardware.</summary>
/// <param name="Sent">The commands are on the wire.</param>
/// <param name="BlankConfirmed">The blanker reads back as blanked; null when it cannot be read.</param>
/// <param name="HaltConfirmed">The stage reads back as idle; null when it cannot be read.</param>
/// <param name="SentAfter">From the call to the last byte handed to the socket.</param>
/// <param name="Detail">What went wrong, or an empty string.</param>
public sealed record StopReport(bool Sent, bool? BlankConfirmed, bool? HaltConfirmed, TimeSpan SentAfter, string Detail = "")
{
    /// <summary>From the call to the end of the read-backs; null where nothing was read back.</summary>
    public TimeSpan? ReadBackAfter { get; init; }

    /// <summary>Whether the lab has accepted in the instrument's configuration (<c>park.unreadable: accept</c>) that this instrument cannot tell. Default false.</summary>
    public bool UnreadableAccepted { get; init; }

    /// <summary>What parking did after the stop, step by step; empty after a plain stop.</summary>
    public IReadOnlyList<ParkStep> Steps { get; init; } = [];

    /// <summary>
    /// <see cref="Fault.BlankNotConfirmed"/> and <see cref="Fault.HaltNotConfirmed"/> where the hardware did not confirm; empty when both are confirmed. What cannot be
    /// read counts as not confirmed, unless <see cref="UnreadableAccepted"/> and the commands are on the wire.
    /// </summary>
    public IReadOnlyList<Fault> Faults
    {
        get
        {
            bool blank = IsOpen(BlankConfirmed), halt = IsOpen(HaltConfirmed);
            return (blank, halt) switch
            {
                (true, true) => [Fault.BlankNotConfirmed, Fault.HaltNotConfirmed],
                (true, false) => [Fault.BlankNotConfirmed],
                (false, true) => [Fault.HaltNotConfirmed],
                _ => [],
            };
        }
    }

    /// <summary>The faults in words with what to do, or an empty string; without the final stop.</summary>
    public string FaultText => string.Join("; ", Faults.Select(fault => $"{FaultCatalogue.Describe(fault).Sentence}. {FaultCatalogue.Describe(fault).Remedy}"));

    private bool IsOpen(bool? confirmed) => confirmed != true && !(confirmed is null && UnreadableAccepted && Sent);
}
