using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Pipeline.Control;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A frame that was taken by hand, without its pixels.</summary>
/// <param name="Metadata">What is known of it.</param>
/// <param name="By">Who took it.</param>
/// <param name="DosePerNm2">Dose of the place, electrons per nm²; null where the probe current is unknown.</param>
/// <param name="BookedFor">The sample in whose dose ledger it stands; empty where no loaded sample lies there.</param>
/// <param name="Preview">Address of a JPEG.</param>
/// <param name="Tiff">Address of the TIFF in full depth, with metadata.</param>
public sealed record ManualFrameView(FrameMetadata Metadata, string By, double? DosePerNm2, string BookedFor, string Preview, string Tiff)
{
    /// <summary>Of a frame.</summary>
    public static ManualFrameView Of(ManualFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new(frame.Metadata, frame.By, frame.DosePerNm2, frame.BookedFor, $"/api/v1/instruments/frames/{frame.Metadata.FrameId}.jpg", $"/api/v1/instruments/frames/{frame.Metadata.FrameId}.tif");
    }
}
