namespace LtoAutoscope.Instruments.Recording;

/// <summary>A recorded question, and what the instrument did because of it.</summary>
internal sealed class ReplayStep(WireLogEntry entry, byte[] question)
{
    /// <summary>Where it stands.</summary>
    public WireLogEntry Entry { get; } = entry;

    /// <summary>The question; empty for the opening of the connection.</summary>
    public byte[] Question { get; } = question;

    /// <summary>What followed, in order.</summary>
    public List<ReplayAction> Actions { get; } = [];

    /// <summary>Whether the driver has sent it.</summary>
    public bool IsPlayed { get; set; }
}
