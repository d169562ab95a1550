using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Parts;

/// <summary>Addresses of a frame's pictures; the hash in them lets browsers keep a picture for good.</summary>
internal static class FrameAddress
{
    public static string Preview(FrameView frame) => $"{Of(frame.RunId, frame.Metadata.FrameId)}/preview.jpg?v={Version(frame)}";

    public static string Outlines(FrameView frame) => $"{Of(frame.RunId, frame.Metadata.FrameId)}/outlines.svg?v={Version(frame)}-{frame.WholeCount}";

    public static string Tiff(FrameView frame) => $"{Of(frame.RunId, frame.Metadata.FrameId)}/frame.tif";

    /// <summary>Whether the frame lies on the disk, so that it can be shown.</summary>
    public static bool HasPicture(FrameView frame) => frame.Sha256.Length > 0;

    private static string Of(string run, string frame) => $"/api/v1/runs/{Uri.EscapeDataString(run)}/frames/{Uri.EscapeDataString(frame)}";

    private static string Version(FrameView frame) => frame.Sha256.Length > 12 ? frame.Sha256[..12] : frame.Sha256;
}
