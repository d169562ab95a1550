using LtoAutoscope.Daemon.Components.Text;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Components.Runs;

/// <summary>One frame on the sheet.</summary>
internal sealed record SheetTile(FrameView Frame, Look Look, double X, double Y, double Width, double Height, string Title)
{
    public static SheetTile Of(FrameView frame, double x, double y, double width, double height)
    {
        var look = Look.Of(frame.Verdict);
        return new(frame, look, x, y, width, height, $"{frame.Metadata.FrameId}, {look.Word.ToLowerInvariant()}. {frame.Reason}");
    }
}
