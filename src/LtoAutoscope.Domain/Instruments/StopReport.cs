namespace LtoAutoscope.Domain.Instruments;

/// <summary>How far a stop got. The three are told apart because only the last two come from the hardware.</summary>
/// <param name="Sent">The commands are on the wire.</param>
/// <param name="BlankConfirmed">The blanker reads back as blanked; null when it cannot be read.</param>
/// <param name="HaltConfirmed">The stage reads back as idle; null when it cannot be read.</param>
/// <param name="SentAfter">From the call to the last byte handed to the socket.</param>
/// <param name="Detail">What went wrong, or an empty string.</param>
public sealed record StopReport(bool Sent, bool? BlankConfirmed, bool? HaltConfirmed, TimeSpan SentAfter, string Detail = "");
