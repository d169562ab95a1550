namespace LtoAutoscope.Imaging.Formats;

/// <summary>One way in which a TIFF may tell the size of its pixels; one class a way, so that makers' own tags can be added.</summary>
internal interface IPixelSizeSource
{
    /// <summary>Edge lengths of a pixel, nm; null where the file does not tell in this way.</summary>
    (double XNm, double YNm)? TryRead(TiffTags tags);
}
