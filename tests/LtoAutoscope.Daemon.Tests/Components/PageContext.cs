using Bunit;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Storage.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <summary>Draws components over a laboratory in memory, signed in as “admin”, on a clock that the test holds.</summary>
internal sealed class PageContext : BunitContext
{
    public PageContext(LabState state = LabState.Running, AccountRole role = AccountRole.Maintainer, Action<IServiceCollection>? more = null)
    {
        Clock.SetLocalTimeZone(TimeZoneInfo.Utc);
        Lab = new FakeLab(Clock.GetUtcNow(), state);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<ILab>(Lab);
        Services.AddSingleton(new LtoAutoscope.Fem.Materials.MaterialLibrary(LtoAutoscope.Daemon.Hosting.ContentFolders.Locate().Materials));
        Services.AddSingleton(new WebSettings { WwwRoot = "/" });
        Services.AddScoped<LabFeed>();
        Services.AddHttpContextAccessor();
        Services.AddSingleton<IAuditTrail>(Audit);
        Services.AddScoped<ActorSource>();
        Services.AddScoped<CommandDesk>();
        Services.AddSingleton<QueueGate>();
        Services.AddScoped<LabCommands>();
        Services.AddScoped<AlertCommands>();
        Services.AddScoped<ControlCommands>();
        Services.AddScoped<InstrumentCommands>();
        Services.AddScoped<RecipeCommands>();
        Services.AddSingleton(new WireTail(""));
        more?.Invoke(Services);
        this.AddAuthorization().SetAuthorized("admin").SetRoles(role.ToString());
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 21, 30, 0, TimeSpan.Zero));

    public FakeLab Lab { get; }

    public MemoryTrail Audit { get; } = new();

    /// <summary>Changes the laboratory and lets the circuit notice.</summary>
    public void Change(Func<LabSnapshot, LabSnapshot> change)
    {
        Lab.Change(change);
        Clock.Advance(LabFeed.Period);
    }
}
