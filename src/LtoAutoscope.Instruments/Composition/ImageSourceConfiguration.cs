using LtoAutoscope.Instruments.ImageSources;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>Where pixels come from: with both null, over the scanner's own connection.</summary>
/// <param name="WatchedFolder">A folder in which the instrument stores its frames.</param>
/// <param name="SmartSem">The COM interface of Zeiss SmartSEM.</param>
public sealed record ImageSourceConfiguration(WatchedFolderSettings? WatchedFolder = null, SmartSemSettings? SmartSem = null);
