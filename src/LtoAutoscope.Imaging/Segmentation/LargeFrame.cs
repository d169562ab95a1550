namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Keeps what one step of a large frame's analysis left behind from standing in memory beside the next: the collector by itself waits until
/// hundreds of megabytes have piled up. A collection takes milliseconds where such a frame takes seconds.
/// </summary>
internal static class LargeFrame
{
    /// <summary>From so many pixels on a frame is large.</summary>
    private const long Pixels = 4_000_000;

    /// <summary>Collects what nobody needs any more, if the frame is large.</summary>
    internal static void Collect(int width, int height)
    {
        if ((long)width * height >= Pixels) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true);
    }
}
