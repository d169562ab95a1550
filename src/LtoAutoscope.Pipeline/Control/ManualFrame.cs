using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Pipeline.Control;

/// <summary>A frame that an operator took by hand. It is kept in memory, not in a run.</summary>
/// <param name="Metadata">What is known of it; the frame's id is new with every frame.</param>
/// <param name="By">Who took it.</param>
/// <param name="Image">Its pixels.</param>
/// <param name="DosePerNm2">What the place got by it, electrons per nm²; null where the probe current is unknown.</param>
/// <param name="BookedFor">The sample in whose dose ledger it stands; empty where no loaded sample lies there.</param>
public sealed record ManualFrame(FrameMetadata Metadata, string By, GreyImage Image, double? DosePerNm2, string BookedFor);
