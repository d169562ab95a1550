using MudBlazor;

namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>The component library's theme. Its colours are bound to the design tokens in css/mud.css, so that both themes switch without a circuit.</summary>
internal static class LabTheme
{
    public static MudTheme Theme { get; } = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = ["Inter", "Segoe UI", "system-ui", "sans-serif"], FontSize = "13px", LineHeight = "1.45" },
            Button = new ButtonTypography { TextTransform = "none" },
        },
    };
}
