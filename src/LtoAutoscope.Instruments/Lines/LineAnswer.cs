namespace LtoAutoscope.Instruments.Lines;

/// <summary>What a controller answered.</summary>
/// <param name="Lines">The lines of the answer, without acknowledgement and completion.</param>
/// <param name="Values">The slots that stood on them, in the device's own units; of a repeated slot, the last one.</param>
public sealed record LineAnswer(IReadOnlyList<string> Lines, IReadOnlyDictionary<string, LineValue> Values)
{
    /// <summary>An answer without lines.</summary>
    public static LineAnswer Empty { get; } = new([], new Dictionary<string, LineValue>());
}
