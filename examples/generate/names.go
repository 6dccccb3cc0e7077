package main

// employers do not exist; any likeness is an accident.
var employers = []string{
	"Quillfeather Robotics", "Tidewhistle Analytics", "Mossgate Insurance", "Larkfield Logistics", "Brindle & Thatch", "Copperkettle Foods",
	"Nimbusoak Software", "Saltmarsh Health", "Fernhollow Labs", "Pale Lantern Media", "Oxbow Ledger", "Gullwing Freight", "Hearthstone Mutual Aid",
	"Umberline Design", "Thistledown Energy", "Kestrel Row Bank", "Blue Turnip Games", "Marrowstone Museum", "Sixpence Payments", "Wrenbury Council",
	"Juniper Vale Schools", "Anvil & Ash", "Dapplegrey Outfitters", "Northlight Observatory", "Puddlejump Toys", "Rookery Street Press",
	"Silverbirch Clinics", "Twelvemile Rail", "Velvet Anchor Hotels", "Windfall Orchards", "Yarrow Water", "Zephyr Lane Cycles", "Candlewick Studio",
	"Drumlin Geoscience", "Elderpath Care", "Foxglove Pharma", "Granary Nine", "Hollowell & Sons", "Inkwell Legal", "Jackdaw Security",
}

var levels = []string{"", "", "", "Junior ", "Senior ", "Lead ", "Associate ", "Principal "}

var roles = []string{
	"Software Engineer", "Data Analyst", "Product Manager", "UX Designer", "QA Engineer", "Technical Writer", "Site Reliability Engineer",
	"Business Analyst", "Customer Success Manager", "Project Coordinator", "Financial Analyst", "Marketing Specialist", "Research Assistant",
	"Operations Manager", "Supply Chain Planner", "Account Executive", "People Partner", "Systems Administrator", "Content Strategist", "Platform Engineer",
}

// oddities are titles as somebody has really typed them, by row.
var oddities = map[int]string{
	7:   `Engineer, Data; "Streaming" \ Batch`,
	19:  "Analyst\n(two lines, one title)",
	33:  `=HYPERLINK("https://evil.example","Click me")`,
	52:  "@Scale Engineer",
	71:  "+1 Designer -- equity",
	88:  "Café Manager – Größe M 🚀🚀",
	104: "مهندس برمجيات (Software Engineer)",
	121: "\u05de\u05e4\u05ea\u05d7\u05ea Full-Stack",
	139: "Engineer \a with a bell",
	158: "Senior Staff Principal Distinguished Engineer for the Long Tail of Extremely Long Titles That Never Quite End, Remote (US) or Hybrid 👩‍💻",
	176: "<b>Bold</b> Developer & Co.",
	233: "BEGIN:VEVENT",
	251: `Writer \n with a backslash, a comma; a semicolon`,
	280: "データアナリスト",
}
