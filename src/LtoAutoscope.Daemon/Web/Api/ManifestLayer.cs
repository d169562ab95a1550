using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A layer.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Tag">A part of its tiles' versions.</param>
/// <param name="Low">What the first colour stands for.</param>
/// <param name="High">What the last colour stands for.</param>
/// <param name="Unit">Unit of both.</param>
internal sealed record ManifestLayer(MosaicLayer Name, string Tag, double Low, double High, string Unit);
