using System.Runtime.CompilerServices;
using Bunit;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <summary>How long a component may take to render what a test waits for: a busy machine takes longer than a second.</summary>
/// <remarks>Tests await an event (ClickAsync, InputAsync): the forms without a task only post it to the renderer, and a busy one has not run it at the next line.</remarks>
internal static class RenderPatience
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
