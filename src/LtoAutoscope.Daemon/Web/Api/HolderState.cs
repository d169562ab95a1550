using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The holder and what lies on it.</summary>
/// <param name="Holder">Its map.</param>
/// <param name="Loaded">The samples on it.</param>
public sealed record HolderState(HolderMap Holder, IReadOnlyList<LoadedSample> Loaded);
