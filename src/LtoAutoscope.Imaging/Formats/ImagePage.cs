using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Formats.Vendors;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>One picture of an image file.</summary>
/// <param name="Frame">Pixels, and what is known of them.</param>
/// <param name="Facts">The same with where each value came from, and what contradicts it.</param>
public sealed record ImagePage(Frame Frame, ImageFacts Facts);
