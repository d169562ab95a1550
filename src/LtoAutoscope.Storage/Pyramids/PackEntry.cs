namespace LtoAutoscope.Storage.Pyramids;

/// <summary>What a pack holds of one frame under one kind.</summary>
/// <param name="Tag">What it was made from; it is old when the frame has another tag by now.</param>
/// <param name="Small">The part that is kept in memory.</param>
/// <param name="Offset">Where the large part begins in its file.</param>
/// <param name="Length">Length of the large part, bytes.</param>
public sealed record PackEntry(ulong Tag, ReadOnlyMemory<byte> Small, long Offset, int Length);
