using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtoAutoscope.Daemon.Tests.Web;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain.Audits;
using LtoAutoscope.Storage.Accounts;

namespace LtoAutoscope.Daemon.Tests.Access;

/// <summary>Accounts, keys, sessions and the trail, over the API.</summary>
public sealed class AdministrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_MadeChangedDisabled_StandInTheTrailWithoutPasswords()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient admin = await web.SignedInAsync();
        using HttpResponseMessage created = await admin.PostAsJsonAsync("/api/v1/accounts", new { name = "ada", role = "scientist" }, Token);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        string password = (await created.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("password").GetString()!;
        Assert.NotNull(await web.Accounts.VerifyAsync("ada", password, Token));
        using HttpResponseMessage changed = await admin.PatchAsJsonAsync("/api/v1/accounts/ada", new { role = "operator", is_disabled = true, reason = "left" }, Token);
        Assert.Equal("operator", (await changed.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("role").GetString());
        Assert.True((await web.Accounts.FindAsync("ada", Token))!.IsDisabled);
        AuditEntry role = Assert.Single(web.Audit.Entries, entry => entry.Action == "account.change_role");
        Assert.Contains("scientist", role.Before, StringComparison.Ordinal);
        Assert.Contains("operator", role.After, StringComparison.Ordinal);
        Assert.Equal("left", Assert.Single(web.Audit.Entries, entry => entry.Action == "account.disable").Reason);
        string trail = JsonSerializer.Serialize(web.Audit.Entries);
        Assert.DoesNotContain(password, trail, StringComparison.Ordinal);
        Assert.DoesNotContain((await web.Accounts.FindAsync("ada", Token))!.Password, trail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.PatchAsJsonAsync("/api/v1/accounts/nobody", new { role = "viewer" }, Token)).StatusCode);
    }

    [Fact]
    public async Task Accounts_Manager_ReachesNotAboveTheOwnRole()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await web.AddAccountAsync("mia", AccountRole.Manager);
        HttpClient manager = await web.SignedInAsync("mia");
        Assert.Equal(HttpStatusCode.Created, (await manager.PostAsJsonAsync("/api/v1/accounts", new { name = "bob", role = "manager" }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PostAsJsonAsync("/api/v1/accounts", new { name = "eve", role = "maintainer" }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PatchAsJsonAsync("/api/v1/accounts/bob", new { role = "maintainer" }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PatchAsJsonAsync("/api/v1/accounts/admin", new { is_disabled = true }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PostAsync("/api/v1/accounts/admin/password", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PostAsJsonAsync("/api/v1/keys", new { account = "admin", scope = "full" }, Token)).StatusCode);
        Assert.Contains(web.Audit.Entries, entry => entry is { Who: "mia", Action: "account.create", Target: "eve", Result: AuditResult.Refused });
    }

    [Fact]
    public async Task Accounts_LastMaintainer_StaysOne()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient admin = await web.SignedInAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PatchAsJsonAsync("/api/v1/accounts/admin", new { role = "viewer" }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PatchAsJsonAsync("/api/v1/accounts/admin", new { is_disabled = true }, Token)).StatusCode);
        await web.AddAccountAsync("zoe", AccountRole.Maintainer);
        Assert.Equal(HttpStatusCode.OK, (await admin.PatchAsJsonAsync("/api/v1/accounts/admin", new { role = "viewer" }, Token)).StatusCode);
    }

    [Fact]
    public async Task Keys_OwnOnesOnlyAndTakenAway()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await web.AddAccountAsync("vic", AccountRole.Viewer);
        HttpClient viewer = await web.SignedInAsync("vic");
        Assert.Empty((await viewer.GetFromJsonAsync<JsonElement>("/api/v1/keys", Token)).EnumerateArray());
        using HttpResponseMessage made = await viewer.PostAsJsonAsync("/api/v1/keys", new { scope = "full", note = "wall display", days = 2 }, Token);
        JsonElement answer = await made.Content.ReadFromJsonAsync<JsonElement>(Token);
        string key = answer.GetProperty("key").GetString()!, id = answer.GetProperty("record").GetProperty("id").GetString()!;
        HttpClient program = web.Client();
        program.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/state", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.PostAsync("/api/v1/pause", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.DeleteAsync("/api/v1/keys/testkeys", Token)).StatusCode);
        Assert.NotEqual(JsonValueKind.Null, (await viewer.GetFromJsonAsync<JsonElement>("/api/v1/keys", Token))[0].GetProperty("last_used_at").ValueKind);
        Assert.Equal(HttpStatusCode.NoContent, (await viewer.DeleteAsync($"/api/v1/keys/{id}", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/state", Token)).StatusCode);
        Assert.DoesNotContain(key.Split('_')[2], JsonSerializer.Serialize(web.Audit.Entries), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await viewer.PostAsJsonAsync("/api/v1/keys", new { scope = "everything" }, Token)).StatusCode);
    }

    [Fact]
    public async Task Password_Changed_KeepsThisSessionAndEndsTheOthers()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient here = await web.SignedInAsync("robot"), there = await web.SignedInAsync("robot");
        Assert.Equal(HttpStatusCode.BadRequest, (await here.PostAsJsonAsync("/api/v1/account/password", new { present = "wrong", wanted = "another one 2" }, Token)).StatusCode);
        Assert.Equal(1, (await web.Accounts.FindAsync("robot", Token))!.FailedSignIns);
        Assert.Equal(HttpStatusCode.BadRequest, (await here.PostAsJsonAsync("/api/v1/account/password", new { present = WebFixture.Password, wanted = "short" }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await here.PostAsJsonAsync("/api/v1/account/password", new { present = WebFixture.Password, wanted = "another one 2" }, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/state", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/state", Token)).StatusCode);
    }

    [Fact]
    public async Task Sessions_EndedByTheOwner_AndNotByOthers()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await web.AddAccountAsync("vic", AccountRole.Viewer);
        HttpClient viewer = await web.SignedInAsync("vic"), robot = await web.SignedInAsync("robot");
        string other = web.Sessions.List().Single(session => session.Account == "robot").Id;
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.DeleteAsync($"/api/v1/sessions/{other}", Token)).StatusCode);
        JsonElement own = Assert.Single((await viewer.GetFromJsonAsync<JsonElement>("/api/v1/sessions", Token)).EnumerateArray());
        Assert.True(own.GetProperty("is_own").GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, (await viewer.DeleteAsync($"/api/v1/sessions/{own.GetProperty("id").GetString()}", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.GetAsync("/api/v1/sessions", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await robot.GetAsync("/api/v1/sessions", Token)).StatusCode);
        Assert.Contains(web.Audit.Entries, entry => entry is { Action: "session.end", Who: "vic" });
    }

    /// <summary>Whoever may not read all reads the own actions, and what others did to the own jobs.</summary>
    [Fact]
    public async Task Audit_Scientist_ReadsTheOwnAndWhatWasDoneToIt()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        await web.AddAccountAsync("sam", AccountRole.Scientist);
        await web.Audit.RecordAsync(new AuditEntry { At = TimeProvider.System.GetUtcNow(), Who = "robot", Action = "queue.hold", Target = "job-9", Owner = "sam", Result = AuditResult.Done }, Token);
        await web.Audit.RecordAsync(new AuditEntry { At = TimeProvider.System.GetUtcNow(), Who = "robot", Action = "queue.hold", Target = "job-10", Owner = "tom", Result = AuditResult.Done, Reason = "=cmd|'/c calc'!A0" }, Token);
        HttpClient scientist = await web.SignedInAsync("sam"), admin = await web.SignedInAsync();
        using HttpResponseMessage page = await scientist.GetAsync("/api/v1/audit", Token);
        Assert.Equal(["session.sign_in sam", "queue.hold job-9"], (await page.Content.ReadFromJsonAsync<JsonElement>(Token)).EnumerateArray().Select(Words));
        Assert.Equal("2", Assert.Single(page.Headers.GetValues("X-Total-Count")));
        Assert.Equal(HttpStatusCode.OK, (await scientist.GetAsync("/api/v1/audit/1", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await scientist.GetAsync("/api/v1/audit/2", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await scientist.GetAsync("/api/v1/audit/proof", Token)).StatusCode);
        Assert.DoesNotContain("job-10", await scientist.GetStringAsync("/api/v1/audit/export?format=ndjson", Token), StringComparison.Ordinal);
        Assert.DoesNotContain("job-10", await scientist.GetStringAsync("/audit", Token), StringComparison.Ordinal);

        Assert.Equal(["queue.hold job-10", "queue.hold job-9"], (await admin.GetFromJsonAsync<JsonElement>("/api/v1/audit?who=robot&action=queue&result=done&page_size=10", Token)).EnumerateArray().Select(Words));
        string csv = await admin.GetStringAsync("/api/v1/audit/export?format=csv&target=job-10", Token);
        Assert.Equal(2, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(",'=cmd|'/c calc'!A0,", csv, StringComparison.Ordinal);
        Assert.Contains("job-10", await admin.GetStringAsync("/audit?who=robot", Token), StringComparison.Ordinal);
        Assert.DoesNotContain("job-9", await admin.GetStringAsync("/audit?target=job-10", Token), StringComparison.Ordinal);

        static string Words(JsonElement line) => $"{line.GetProperty("entry").GetProperty("action").GetString()} {line.GetProperty("entry").GetProperty("target").GetString()}";
    }

    [Fact]
    public async Task Samples_ImportedFromATable_AllOrNone()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient admin = await web.SignedInAsync();
        using var good = new StringContent("\uFEFFname;stub;expected_diameter_nm;xrd_notes\r\nX-1;1;80;\"two\nlines; and a sign\"\r\nX-2;2;;\r\n", System.Text.Encoding.UTF8, "text/csv");
        using HttpResponseMessage taken = await admin.PostAsync("/api/v1/samples/import", good, Token);
        Assert.True(taken.StatusCode == HttpStatusCode.OK, await taken.Content.ReadAsStringAsync(Token));
        using var bad = new StringContent("name,stub,size\nX-3,1,5\n", System.Text.Encoding.UTF8, "text/csv");
        using HttpResponseMessage refused = await admin.PostAsync("/api/v1/samples/import", bad, Token);
        Assert.Contains("line 1: there is no column 'size'", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var worse = new StringContent("name,stub,expected_diameter_nm\nX-4,1,5\nX 5,,\"1,5\"\nX-4,2,\n", System.Text.Encoding.UTF8, "text/csv");
        using HttpResponseMessage wrong = await admin.PostAsync("/api/v1/samples/import", worse, Token);
        string problem = await wrong.Content.ReadAsStringAsync(Token);
        foreach (string words in new[] { "line 3: name", "line 3: stub", "'1,5' is no number", "line 4: 'X-4' stands in the table twice" }) Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(web.Audit.Entries, entry => entry.Target == "X-4");
    }

    [Fact]
    public async Task About_SignedIn_TellsVersionAndLicences()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        JsonElement about = await (await web.SignedInAsync()).GetFromJsonAsync<JsonElement>("/api/v1/about", Token);
        Assert.Contains("MudBlazor", about.GetProperty("notices").GetString(), StringComparison.Ordinal);
        Assert.True(about.GetProperty("uptime_s").GetDouble() >= 0);
    }

    [Fact]
    public async Task Scope_OfAKey_NarrowsItsAccount()
    {
        await using WebFixture web = await WebFixture.StartAsync();
        HttpClient read = await web.KeyedAsync("admin", KeyScope.Read), queue = await web.KeyedAsync("admin", KeyScope.Queue), operate = await web.KeyedAsync("admin", KeyScope.Operate);
        Assert.Equal(HttpStatusCode.Forbidden, (await read.PostAsync("/api/v1/pause", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await read.PostAsync("/api/v1/stop", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await queue.PostAsync("/api/v1/pause", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await operate.PostAsync("/api/v1/pause", null, Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await operate.GetAsync("/api/v1/accounts", Token)).StatusCode);
    }
}
