using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A page of frames.</summary>
/// <param name="Total">Frames on all pages.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="PageSize">Frames on a page.</param>
/// <param name="Items">The page, oldest first.</param>
internal sealed record FramePage(int Total, int Page, int PageSize, IReadOnlyList<FrameView> Items);
